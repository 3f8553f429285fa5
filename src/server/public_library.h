// PublicLibrary: the library of published decisions as strangers search it. Searches of the public never hold more than
// a few threads of the house.
#pragma once

#include "corpus/library_words.h"
#include "corpus/public_pages.h"
#include "desk/search_decisions.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace openimr::server {

class PublicLibrary {
public:
  /// library: its file; empty: none.
  PublicLibrary(std::string library, desk::Installation installation)
      : library_(std::move(library)), installation_(std::move(installation)) {}

  /// A searcher on loan; given back when it goes.
  class Loan {
  public:
    Loan(PublicLibrary& of, std::unique_ptr<desk::DecisionSearcher> searcher)
        : of_(&of), searcher_(std::move(searcher)) {}
    Loan(Loan&& other) noexcept : of_(other.of_), searcher_(std::move(other.searcher_)) {}
    Loan& operator=(Loan&&) = delete;
    ~Loan();
    const desk::DecisionSearcher& operator*() const { return *searcher_; }
    const desk::DecisionSearcher* operator->() const { return searcher_.get(); }

  private:
    PublicLibrary* of_;
    std::unique_ptr<desk::DecisionSearcher> searcher_;
  };
  /// NotFound: there is no library. Refused: all are on loan. Other errors: it cannot be read.
  Result<Loan> borrow();

  /// Words and addresses of the pages. Error (Input) for a language that there is not.
  Result<const corpus::PageFrame*> frame(const std::string& language);
  Result<const corpus::LibraryWords*> words();
  /// Counted at most once in ten minutes, since it looks at every decision.
  Result<corpus::AboutPage> about(const desk::DecisionSearcher& searcher);

private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most_on_loan = 2;

  std::string library_;
  desk::Installation installation_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t on_loan_ = 0;
  std::vector<std::unique_ptr<desk::DecisionSearcher>> idle_;
  std::map<std::string, corpus::PageFrame> frames_;
  std::unique_ptr<corpus::LibraryWords> words_;
  std::mutex about_mutex_;
  std::optional<corpus::AboutPage> about_;
  Clock::time_point counted_;
};

} // namespace openimr::server
