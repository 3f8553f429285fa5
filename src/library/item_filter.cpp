#include "library/item_filter.h"

#include <algorithm>

namespace openimr::library {

bool ItemCondition::holds(std::span<const std::uint32_t> item) const {
  const auto child_holds = [&](const ItemCondition& child) { return child.holds(item); };
  switch (kind) {
  case Kind::And:
    return std::ranges::all_of(children, child_holds);
  case Kind::Or:
    return std::ranges::any_of(children, child_holds);
  case Kind::Not:
    return !child_holds(children.front());
  case Kind::Labels:
    break;
  }
  return std::ranges::any_of(item, [&](std::uint32_t one) { return std::ranges::binary_search(labels, one); });
}

namespace {

class ItemFilter final : public Matcher {
public:
  ItemFilter(std::unique_ptr<Matcher> wanted, ItemCondition condition, Library::Parts& parts,
             std::shared_ptr<std::optional<Error>> trouble)
      : wanted_(std::move(wanted)), condition_(std::move(condition)), parts_(parts), trouble_(std::move(trouble)) {
    settle();
  }
  void next() override {
    wanted_->next();
    settle();
  }
  void seek(std::uint32_t decision) override {
    if (decision_ >= decision) return;
    wanted_->seek(decision);
    settle();
  }
  std::size_t about() const override { return wanted_->about(); }

private:
  void settle() {
    while (wanted_->decision() != no_more && !*trouble_ && !has_item(wanted_->decision())) wanted_->next();
    decision_ = *trouble_ ? no_more : wanted_->decision();
  }

  bool has_item(std::uint32_t decision) {
    auto block = parts_.block(block_of(decision));
    if (!block) {
      *trouble_ = block.error();
      return false;
    }
    const std::size_t place = place_in_block(decision);
    if (place >= (*block)->size()) return false;
    const auto labels = (*block)->labels(place);
    // Before the first mark stand the labels of the decision.
    for (auto begin = std::ranges::find(labels, next_item); begin != labels.end();) {
      const auto end = std::find(begin + 1, labels.end(), next_item);
      if (condition_.holds({begin + 1, end})) return true;
      begin = end;
    }
    return false;
  }

  std::unique_ptr<Matcher> wanted_;
  ItemCondition condition_;
  Library::Parts& parts_;
  std::shared_ptr<std::optional<Error>> trouble_;
};

} // namespace

std::unique_ptr<Matcher> match_item(std::unique_ptr<Matcher> wanted, ItemCondition condition, Library::Parts& parts,
                                    std::shared_ptr<std::optional<Error>> trouble) {
  return std::make_unique<ItemFilter>(std::move(wanted), std::move(condition), parts, std::move(trouble));
}

} // namespace openimr::library
