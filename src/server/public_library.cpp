#include "server/public_library.h"

#include "desk/library_pages.h"

#include <filesystem>

namespace openimr::server {

PublicLibrary::Loan::~Loan() {
  if (!searcher_) return;
  {
    const std::lock_guard lock(of_->mutex_);
    of_->idle_.push_back(std::move(searcher_));
    --of_->on_loan_;
  }
  of_->returned_.notify_one();
}

Result<PublicLibrary::Loan> PublicLibrary::borrow() {
  std::error_code missing;
  if (library_.empty() || !std::filesystem::exists(library_, missing))
    return Error{ErrorKind::NotFound, "library", "none", "a library of decisions", "name one with --library"};
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, std::chrono::milliseconds(400), [this] { return on_loan_ < most_on_loan; }))
    return Error{ErrorKind::Refused, "library", "too many searches", "fewer at once", "try again in a moment"};
  ++on_loan_;
  if (!idle_.empty()) {
    auto searcher = std::move(idle_.back());
    idle_.pop_back();
    return Loan(*this, std::move(searcher));
  }
  lock.unlock();
  auto opened = desk::DecisionSearcher::open(library_, installation_, desk::Audience::Public);
  if (opened) return Loan(*this, std::make_unique<desk::DecisionSearcher>(std::move(*opened)));
  lock.lock();
  --on_loan_;
  returned_.notify_one();
  return opened.error();
}

Result<const corpus::PageFrame*> PublicLibrary::frame(const std::string& language) {
  const std::lock_guard lock(mutex_);
  auto known = frames_.find(language);
  if (known == frames_.end()) {
    auto words = corpus::PageWords::load(installation_.packs_folder, language);
    if (!words) return words.error();
    known = frames_.emplace(language, corpus::PageFrame{std::move(*words), "/decisions", "/decisions/style.css"}).first;
  }
  return static_cast<const corpus::PageFrame*>(&known->second);
}

Result<const corpus::LibraryWords*> PublicLibrary::words() {
  const std::lock_guard lock(mutex_);
  if (!words_) {
    auto read = corpus::LibraryWords::load(installation_.packs_folder);
    if (!read) return read.error();
    words_ = std::make_unique<corpus::LibraryWords>(std::move(*read));
  }
  return static_cast<const corpus::LibraryWords*>(words_.get());
}

Result<corpus::AboutPage> PublicLibrary::about(const desk::DecisionSearcher& searcher) {
  const std::lock_guard lock(about_mutex_);
  const auto now = Clock::now();
  if (about_ && now - counted_ < std::chrono::minutes(10)) return *about_;
  auto page = desk::about_page(searcher);
  if (!page) return page.error();
  about_ = *page;
  counted_ = now;
  return *page;
}

} // namespace openimr::server
