// Uploads that can be resumed: a file grows piece by piece in the spool, and becomes a paper of a case at the end. The
// protocol is that of tus 1.0 as far as it goes: Upload-Length, Upload-Offset, HEAD to learn where to go on.
#include "answers/casework_json.h"
#include "server/house.h"
#include "server/upload.h"

#include <boost/json.hpp>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace openimr::server {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_id(const std::string& id) {
  return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string place_of(const Call& call, const std::string& id) { return call.house.options.spool + "/upload-" + id; }

Response missing() { return problem(404, "there is no such upload", "begin a new one"); }

void tell(Response& response, const Upload& upload) {
  response.set("Upload-Offset", std::to_string(upload.offset));
  response.set("Upload-Length", std::to_string(upload.length));
}

/// Uploads that nobody went on with for a day are taken away.
void tidy(const std::string& spool) {
  std::error_code failed;
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(24);
  for (const auto& entry : fs::directory_iterator(spool, failed))
    if (entry.path().filename().string().starts_with("upload-") && entry.last_write_time(failed) < old)
      fs::remove(entry.path(), failed);
}

Response begin(Call& call) {
  auto may = call.office().may(call.caller(), "document_add", "");
  if (!may) return problem(may.error());
  auto may_open = call.office().may(call.caller(), "case_open", "");
  if (!may->is_allowed && !(may_open && may_open->is_allowed))
    return problem(403, Error{ErrorKind::Refused, "document_add", call.caller().account(), std::string(desk::who_may),
                              may->reason});
  const auto length = number_of(call.request.header("upload-length"));
  if (!length || *length == 0)
    return problem(422, Error{ErrorKind::Input, "Upload-Length", "none", "how many bytes will come", "send it"});
  if (*length > call.house.options.most_upload) return problem(413, "the upload is larger than this server takes");
  tidy(call.house.options.spool);
  unsigned char bytes[16];
  randombytes_buf(bytes, sizeof bytes);
  std::string id;
  for (unsigned char byte : bytes) id += fmt::format("{:02x}", byte);
  const std::string path = place_of(call, id);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  std::ofstream about(path + ".about");
  about << call.caller().account() << " " << *length << "\n";
  about.close();
  if (file < 0 || !about) return problem(503, "the spool cannot be written", "look at the disk");
  ::close(file);
  Response response;
  response.status = 201;
  response.set("Location", "/api/v1/uploads/" + id);
  tell(response, {path, "", *length, 0});
  return response;
}

Response look(Call& call) {
  const auto upload = find_upload(call, call.name("id"));
  if (!upload) return missing();
  Response response;
  response.status = 204;
  tell(response, *upload);
  return response;
}

/// Before a byte of the body is read: whose upload, where it goes on, how much may come.
void plan(Call& call, BodyPlan& plan) {
  const auto upload = find_upload(call, call.name("id"));
  if (!upload) {
    plan.refusal = missing();
    return;
  }
  if (call.request.header("content-type") != "application/offset+octet-stream") {
    plan.refusal = problem(415, "the piece is not application/offset+octet-stream");
    return;
  }
  const auto offset = number_of(call.request.header("upload-offset"));
  if (!offset || *offset != upload->offset) {
    plan.refusal = problem(409, "the upload goes on elsewhere", "ask with HEAD where");
    tell(*plan.refusal, *upload);
    return;
  }
  plan.file = upload->path;
  plan.offset = *offset;
  plan.most = upload->length - *offset;
}

Response append(Call& call) { return look(call); }

Response drop(Call& call) {
  const auto upload = find_upload(call, call.name("id"));
  if (!upload) return missing();
  ::unlink(upload->path.c_str());
  ::unlink((upload->path + ".about").c_str());
  Response response;
  response.status = 204;
  return response;
}

bool is_name(const std::string& name) {
  return !name.empty() && name.size() <= 200 && name.front() != '.' &&
         std::none_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20; }) &&
         name.find_first_of("/\\\n\r") == std::string::npos;
}

/// Uploads become papers of the case.
Response add(Call& call) {
  const Wanted wanted = wanted_version(call);
  if (wanted.refusal) return *wanted.refusal;
  auto body = Body::read(call.request, {"uploads", "from", "complete", "on"});
  if (!body) return problem(body.error());
  const std::string from = body->text("from");
  const bool is_complete = body->flag("complete");
  auto options = options_of(call);
  options.expected_version = wanted.version;
  options.on = body->day("on");
  std::vector<desk::IncomingPaper> papers;
  const auto* uploads = body->find("uploads");
  if (from.empty()) body->wrong("from", "nobody", "who sent them: claims_administrator, applicant, …");
  if (!uploads || !uploads->is_array() || uploads->as_array().empty() || uploads->as_array().size() > 500) {
    body->wrong("uploads", "no list", "1 to 500 of {\"id\", \"name\"}");
    return problem(*body->error());
  }
  for (const auto& one : uploads->as_array()) {
    const auto* object = one.if_object();
    const auto* id = object ? object->if_contains("id") : nullptr;
    const auto* name = object ? object->if_contains("name") : nullptr;
    const bool is_whole = id && id->is_string() && name && name->is_string() && is_name(std::string(name->as_string()));
    const auto upload = is_whole ? find_upload(call, std::string(id->as_string())) : std::nullopt;
    if (!upload || upload->offset != upload->length) {
      body->wrong("uploads", "an entry that is no finished upload with a name", "{\"id\", \"name\"} of each");
      break;
    }
    papers.push_back({upload->path, std::string(name->as_string())});
  }
  if (body->error()) return problem(*body->error());
  auto done = call.office().add_documents(call.caller(), call.name("number"), papers, from, is_complete, options);
  if (!done) return problem(done.error());
  for (const auto& paper : papers) {
    forget_upload(paper.path);
  }
  auto law = call.office().law(done->state.jurisdiction);
  if (!law) return problem(law.error());
  const Date day = (*law)->local_date(call.office().clock());
  Response response =
      answer(answers::act_json(done->state, done->was_repeated, casework::next_steps(done->state, **law, day), day));
  response.set("ETag", fmt::format("\"{}\"", done->state.version));
  return response;
}

} // namespace

std::optional<Upload> find_upload(const Call& call, const std::string& id) {
  if (!is_id(id)) return std::nullopt;
  Upload upload{place_of(call, id), "", 0, 0};
  std::ifstream about(upload.path + ".about");
  if (!(about >> upload.owner >> upload.length) || upload.owner != call.caller().account()) return std::nullopt;
  struct stat now {};
  if (::stat(upload.path.c_str(), &now) != 0) return std::nullopt;
  upload.offset = static_cast<std::uint64_t>(now.st_size);
  return upload;
}

void forget_upload(const std::string& path) {
  ::unlink(path.c_str());
  ::unlink((path + ".about").c_str());
}

Routes upload_routes() {
  const std::string one = "/api/v1/uploads/{id}";
  return {
      {.method = "POST",
       .pattern = "/api/v1/uploads",
       .handler = begin,
       .summary = "Begins an upload of Upload-Length bytes",
       .refusals = {403, 413, 422},
       .status = 201},
      {.method = "GET",
       .pattern = one,
       .handler = look,
       .summary = "How far an upload is (HEAD does too)",
       .refusals = {404},
       .status = 204},
      {.method = "PATCH",
       .pattern = one,
       .handler = append,
       .summary = "The next piece, at Upload-Offset",
       .refusals = {404, 409, 415},
       .body = "bytes",
       .status = 204,
       .most_body = std::uint64_t{1} << 40,
       .plan = plan},
      {.method = "DELETE",
       .pattern = one,
       .handler = drop,
       .summary = "Gives an upload up",
       .refusals = {404},
       .status = 204},
      {.method = "POST",
       .pattern = "/api/v1/cases/{number}/documents",
       .handler = add,
       .summary = "Finished uploads become papers of the case",
       .answer = "case_act",
       .refusals = {403, 404, 409, 422},
       .body = "uploads, from, complete, on",
       .is_slow = true,
       .wants_version = true,
       .most_body = 262144},
  };
}

} // namespace openimr::server
