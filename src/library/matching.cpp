#include "library/matching.h"

#include <algorithm>

namespace openimr::library {

void DecisionList::add(std::uint32_t decision, std::uint32_t frequency) {
  decisions.push_back(decision);
  frequencies.push_back(frequency);
  highest = std::max(highest, frequency);
}

namespace {

class All final : public Matcher {
public:
  explicit All(std::uint32_t last) : last_(last) { decision_ = last > 0 ? 1 : no_more; }
  void next() override { decision_ = decision_ < last_ ? decision_ + 1 : no_more; }
  void seek(std::uint32_t decision) override {
    if (decision > decision_) decision_ = decision <= last_ ? decision : no_more;
  }
  std::size_t about() const override { return last_; }

private:
  std::uint32_t last_;
};

class Word final : public Matcher {
public:
  explicit Word(std::shared_ptr<const Postings> postings) : postings_(std::move(postings)), cursor_(*postings_) {
    decision_ = cursor_.decision();
  }
  void next() override {
    cursor_.next();
    decision_ = cursor_.decision();
  }
  void seek(std::uint32_t decision) override {
    cursor_.seek(decision);
    decision_ = cursor_.decision();
  }
  std::size_t about() const override { return postings_->count(); }

private:
  std::shared_ptr<const Postings> postings_;
  PostingsCursor cursor_;
};

class List final : public Matcher {
public:
  explicit List(std::shared_ptr<const DecisionList> list) : list_(std::move(list)) { settle(); }
  void next() override {
    ++at_;
    settle();
  }
  void seek(std::uint32_t decision) override {
    const auto& all = list_->decisions;
    if (at_ >= all.size() || all[at_] >= decision) return;
    std::size_t step = 1;
    while (at_ + step < all.size() && all[at_ + step] < decision) {
      at_ += step;
      step *= 2;
    }
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(at_);
    const auto to = all.begin() + static_cast<std::ptrdiff_t>(std::min(at_ + step + 1, all.size()));
    at_ = static_cast<std::size_t>(std::lower_bound(from, to, decision) - all.begin());
    settle();
  }
  std::size_t about() const override { return list_->decisions.size(); }

private:
  void settle() { decision_ = at_ < list_->decisions.size() ? list_->decisions[at_] : no_more; }
  std::shared_ptr<const DecisionList> list_;
  std::size_t at_ = 0;
};

class EveryOne final : public Matcher {
public:
  explicit EveryOne(Matchers wanted) : wanted_(std::move(wanted)) {
    std::ranges::sort(wanted_, {}, [](const auto& one) { return one->about(); });
    settle();
  }
  void next() override {
    wanted_.front()->next();
    settle();
  }
  void seek(std::uint32_t decision) override {
    wanted_.front()->seek(decision);
    settle();
  }
  std::size_t about() const override { return wanted_.front()->about(); }

private:
  void settle() {
    decision_ = wanted_.front()->decision();
    for (std::size_t k = 1; k < wanted_.size() && decision_ != no_more;) {
      wanted_[k]->seek(decision_);
      if (wanted_[k]->decision() == decision_) {
        ++k;
        continue;
      }
      wanted_.front()->seek(wanted_[k]->decision());
      decision_ = wanted_.front()->decision();
      k = 1;
    }
  }
  Matchers wanted_; ///< the rarest first
};

class AnyOf final : public Matcher {
public:
  explicit AnyOf(Matchers wanted) : wanted_(std::move(wanted)) { settle(); }
  void next() override {
    for (const auto& one : wanted_)
      if (one->decision() == decision_) one->next();
    settle();
  }
  void seek(std::uint32_t decision) override {
    if (decision_ >= decision) return;
    for (const auto& one : wanted_) one->seek(decision);
    settle();
  }
  std::size_t about() const override {
    std::size_t sum = 0;
    for (const auto& one : wanted_) sum += one->about();
    return sum;
  }

private:
  void settle() {
    decision_ = no_more;
    for (const auto& one : wanted_) decision_ = std::min(decision_, one->decision());
  }
  Matchers wanted_;
};

class Without final : public Matcher {
public:
  Without(std::unique_ptr<Matcher> wanted, std::unique_ptr<Matcher> unwanted)
      : wanted_(std::move(wanted)), unwanted_(std::move(unwanted)) {
    settle();
  }
  void next() override {
    wanted_->next();
    settle();
  }
  void seek(std::uint32_t decision) override {
    wanted_->seek(decision);
    settle();
  }
  std::size_t about() const override { return wanted_->about(); }

private:
  void settle() {
    for (;; wanted_->next()) {
      decision_ = wanted_->decision();
      if (decision_ == no_more) return;
      unwanted_->seek(decision_);
      if (unwanted_->decision() != decision_) return;
    }
  }
  std::unique_ptr<Matcher> wanted_, unwanted_;
};

} // namespace

std::unique_ptr<Matcher> match_all(std::uint32_t last) { return std::make_unique<All>(last); }
std::unique_ptr<Matcher> match_word(std::shared_ptr<const Postings> postings) {
  return std::make_unique<Word>(std::move(postings));
}
std::unique_ptr<Matcher> match_list(std::shared_ptr<const DecisionList> list) {
  return std::make_unique<List>(std::move(list));
}
std::unique_ptr<Matcher> match_every_one_of(Matchers wanted) {
  if (wanted.size() == 1) return std::move(wanted.front());
  return std::make_unique<EveryOne>(std::move(wanted));
}
std::unique_ptr<Matcher> match_any_of(Matchers wanted) {
  if (wanted.size() == 1) return std::move(wanted.front());
  return std::make_unique<AnyOf>(std::move(wanted));
}
std::unique_ptr<Matcher> match_without(std::unique_ptr<Matcher> wanted, std::unique_ptr<Matcher> unwanted) {
  return std::make_unique<Without>(std::move(wanted), std::move(unwanted));
}

} // namespace openimr::library
