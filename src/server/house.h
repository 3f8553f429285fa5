// House: what all requests share, and the door that connections knock at.
#pragma once

#include "desk/library_reader.h"
#include "desk/review_case.h"
#include "people/permission.h"
#include "server/changes.h"
#include "server/crew.h"
#include "server/metrics.h"
#include "server/oidc.h"
#include "server/paper_cache.h"
#include "server/public_library.h"
#include "server/rate_limit.h"
#include "server/reading.h"
#include "server/route.h"
#include "server/sign_in.h"
#include "server/static_files.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace openimr::server {

/// What an installation is told once.
struct HouseOptions {
  desk::Installation installation;
  desk::OfficePlaces places;
  std::string letterhead; ///< file with name and address of the organization; empty: none
  std::string roster;     ///< roster of reviewers; empty: nobody is screened
  std::string library;    ///< library of published decisions; empty: none
  std::string audit_key;  ///< file of the log's public key; empty: nothing is verified or proved
  std::string anchors;    ///< file of anchors that is kept elsewhere; empty: none
  std::string web;        ///< folder of the workbench's built files; empty: none
  std::string log;        ///< file for a line of JSON a request; "-": standard error; empty: none
  std::string oidc;       ///< file of docs/schemas/oidc.schema.json; empty: people sign in with passwords only
  std::string organization = "Independent Medical Review Organization";
  std::string spool;                                  ///< folder for uploads that are not finished
  std::uint64_t most_upload = std::uint64_t{4} << 30; ///< bytes of one upload
  bool is_behind_proxy = false;                       ///< X-Forwarded-For and -Proto are believed
  std::function<Instant()> clock = {};                ///< of what happens to cases; empty: the real one
  std::optional<Date> day;                            ///< on which a demonstration's clock stands
  bool is_demo = false;                          ///< codes of authenticator programs are filled in; local clients only
  std::vector<std::string> demo_accounts;        ///< "id password", shown on the sign-in page of a demonstration
  unsigned quick_threads = 16, slow_threads = 2; ///< quick ones wait for the disk most of the time
  double requests_a_second = 50;                 ///< of one session or address; eight times as many may come at once
};

struct House {
  House(HouseOptions told, people::Permissions allowed)
      : options(std::move(told)), permissions(std::move(allowed)), accounts(options.places.accounts),
        limit(options.requests_a_second, 8 * options.requests_a_second),
        public_limit(options.requests_a_second / 10, 1.2 * options.requests_a_second),
        public_library(options.library, options.installation) {}

  HouseOptions options;
  people::Permissions permissions;
  Accounts accounts;
  Metrics metrics;
  RateLimit limit;
  RateLimit public_limit; ///< of an address on the public pages, whatever cookie it brings
  KnownSessions known_sessions;
  std::unique_ptr<Oidc> oidc; ///< null: not configured
  PaperCache papers;
  RateLimit sign_in_address{0.5, 60}, sign_in_name{1.0 / 180, 5}; ///< attempts
  /// Read once, when it is first wanted.
  Result<const clinical::Vocabulary*> vocabulary();
  /// The same for the words of the library of decisions. Error (NotFound) when no library is named.
  Result<const desk::LibraryReader*> library_reader();

  Readings readings;
  PublicLibrary public_library;
  StaticFiles web;
  Changes changes;
  std::atomic<bool> is_closing = false;

private:
  std::mutex vocabulary_mutex_;
  std::unique_ptr<clinical::Vocabulary> vocabulary_;
  std::unique_ptr<desk::LibraryReader> library_reader_;
};

/// The door of a house: routes requests to the crew's threads.
class HouseDoor : public Door {
public:
  HouseDoor(House& house, std::vector<Workplace> places);
  void plan(const Request& head, std::optional<std::uint64_t> length, std::function<void(BodyPlan)> done) override;
  void answer(Request request, std::uint64_t body_size, std::function<void(Response)> done) override;
  void aside(std::function<void()> work) override;
  Response refuse(int status, const std::string& detail) override;
  void note(const std::string& event, std::int64_t count) override;
  void finish() override;

private:
  House& house_;
  std::vector<Workplace> places_;
  Crew crew_;
  Crew files_{2, 0}; ///< pieces of bodies to and from the disk
};

/// Opens a store and its acts for one thread.
Result<Workplace> open_workplace(const HouseOptions& options);

} // namespace openimr::server
