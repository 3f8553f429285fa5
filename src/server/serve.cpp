#include "server/serve.h"

#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>

namespace openimr::server {
namespace {

namespace fs = std::filesystem;

Result<Done> prepare_spool(const std::string& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (!failed) fs::permissions(folder, fs::perms::owner_all, failed);
  if (failed)
    return Error{ErrorKind::Storage, folder, failed.message(), "a folder that can be made",
                 "name another with --spool"};
  return Done{};
}

Result<std::vector<Workplace>> open_places(const HouseOptions& options) {
  auto store = store::open_store(options.places.store);
  if (!store) return store.error();
  const auto looks = std::make_shared<store::GroupWriter>(std::move(*store)); // ends with the last place
  std::vector<Workplace> places;
  for (unsigned i = 0; i < options.quick_threads + options.slow_threads; ++i) {
    auto place = open_workplace(options);
    if (!place) return place.error();
    place->office->write_looks_with(looks);
    places.push_back(std::move(*place));
  }
  return places;
}

} // namespace

Result<Done> serve(ServeOptions told, const std::function<void(const std::string&)>& ready) {
  ListenOptions options;
  if (auto done = read_listen(told.listen, options); !done) return done.error();
  if (told.certificate.empty() != told.key.empty())
    return Error{ErrorKind::Input, "--tls-cert and --tls-key", "one of them", "both or none", "name the other"};
  options.certificate = told.certificate;
  options.key = told.key;
  options.drain = std::chrono::seconds(told.drain_seconds);
  auto permissions = people::Permissions::load(told.house.installation.packs_folder);
  if (!permissions) return permissions.error();
  if (auto done = prepare_spool(told.house.spool); !done) return done.error();
  auto places = open_places(told.house);
  if (!places) return places.error();
  auto watcher = open_workplace(told.house);
  if (!watcher) return watcher.error();
  auto house = std::make_unique<House>(std::move(told.house), std::move(*permissions));
  if (!house->options.oidc.empty()) {
    auto settings = read_oidc_settings(house->options.oidc);
    if (!settings) return settings.error();
    house->oidc = std::make_unique<Oidc>(std::move(*settings));
  }
  if (!house->options.web.empty()) house->web.load(house->options.web);
  house->changes.watch(std::move(watcher->office));
  HouseDoor door(*house, std::move(*places));
  auto done = listen(
      options, door,
      [&](unsigned short port) {
        const bool is_v6 = options.address.find(':') != std::string::npos;
        ready(fmt::format("{}://{}:{}", options.certificate.empty() ? "http" : "https",
                          is_v6 ? "[" + options.address + "]" : options.address, port));
      },
      [&] { house->is_closing = true; });
  house->changes.stop();
  return done;
}

} // namespace openimr::server
