#include "letters/public_copy.h"

#include <algorithm>

namespace openimr::letters {
namespace {

/// All strings of a letter in reading order, joined into one text, with the place of each.
class Flattened {
public:
  explicit Flattened(Letter& letter) {
    add(letter.title, "\n\n");
    add(letter.subject, "\n\n");
    add(letter.footer, "\n\n");
    add(letter.mark, "\n\n");
    for (Block& block : letter.blocks) std::visit(*this, block);
  }

  const std::string& text() const { return text_; }

  /// Puts the output back, piece by piece; a replacement goes where the removed words begin.
  void put_back(const std::vector<corpus::Removal>& removals) {
    for (const Piece& piece : pieces_) {
      std::string out;
      std::size_t copied = piece.begin;
      const std::size_t end = piece.begin + piece.words->size();
      for (const corpus::Removal& removal : removals) {
        if (removal.source.end <= piece.begin || removal.source.begin >= end) continue;
        if (removal.source.begin >= copied) {
          out += text_.substr(copied, removal.source.begin - copied);
          out += removal.replacement;
        }
        copied = std::min<std::size_t>(end, removal.source.end);
      }
      out += text_.substr(copied, end - copied);
      *piece.words = std::move(out);
    }
  }

  void operator()(Heading& block) { add(block.text, "\n\n"); }
  void operator()(Paragraph& block) { add(block.runs, "\n\n"); }
  void operator()(Quote& block) { add(block.runs, "\n\n"); }
  void operator()(Note& block) { add(block.runs, "\n\n"); }
  void operator()(List& block) {
    for (Runs& item : block.items) add(item, "\n");
  }
  void operator()(Table& block) {
    add(block.caption, "\n");
    for (std::string& cell : block.header) add(cell, "\t");
    text_ += "\n";
    for (auto& row : block.rows) {
      for (Runs& cell : row) add(cell, "\t");
      text_ += "\n";
    }
  }
  void operator()(KeyValues& block) {
    for (auto& [key, value] : block.rows) {
      add(key, key.ends_with(':') ? " " : ": ");
      add(value, "\n");
    }
  }
  void operator()(PageBreak&) {}

private:
  struct Piece {
    std::string* words;
    std::size_t begin;
  };
  void add(std::string& words, const char* behind) {
    pieces_.push_back({&words, text_.size()});
    text_ += words;
    text_ += behind;
  }
  void add(Runs& runs, const char* behind) {
    for (Run& run : runs) {
      run.sources.clear();
      add(run.text, "");
    }
    text_ += behind;
  }

  std::string text_;
  std::vector<Piece> pieces_;
};

bool is_heading(std::string_view line) {
  if (line.empty() || line.size() > 70) return false;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return std::none_of(line.begin(), line.end(), is_small) && std::count_if(line.begin(), line.end(), is_capital) >= 4;
}

bool is_labelled(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && colon <= 40 && colon > 1;
}

std::string trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r\f");
  if (first == std::string_view::npos) return "";
  return std::string(line.substr(first, line.find_last_not_of(" \t\r\f") - first + 1));
}

} // namespace

PublicCopy public_copy(const Letter& letter, const corpus::IdentifierRules& rules,
                       const std::vector<corpus::KnownIdentity>& known, const corpus::DayPolicy& policy) {
  PublicCopy out;
  out.letter = letter;
  Flattened flattened(out.letter);
  out.source_text = flattened.text();
  corpus::DeidentifiedText safe = corpus::deidentify(rules, out.source_text, known, policy);
  flattened.put_back(safe.removals);
  out.text = std::move(safe.text);
  out.removals = std::move(safe.removals);
  if (policy.mode == corpus::DayPolicy::Mode::Shift)
    out.letter.date = letter.date.plus_days(policy.shift_days);
  else if (const auto first = Date::from(letter.date.year(), 1, 1))
    out.letter.date = *first;
  return out;
}

Letter letter_of_text(std::string_view text, std::string title, Date date) {
  Letter letter;
  letter.title = std::move(title);
  letter.date = date;
  letter.blocks.push_back(Heading{1, letter.title});
  std::string paragraph;
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) letter.blocks.push_back(Paragraph{plain(std::move(paragraph))});
    paragraph.clear();
  };
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = trimmed(text.substr(at, end - at));
    at = end + 1;
    if (line.empty() || is_heading(line) || is_labelled(line)) end_paragraph();
    if (is_heading(line))
      letter.blocks.push_back(Heading{2, line});
    else if (!line.empty())
      paragraph += (paragraph.empty() ? "" : " ") + line;
  }
  end_paragraph();
  return letter;
}

} // namespace openimr::letters
