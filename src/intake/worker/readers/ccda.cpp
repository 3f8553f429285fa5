// SPDX-License-Identifier: GPL-3.0-or-later
// C-CDA: the head in words (title, patient, date, author) and the narrative of every section, a page for each section
// so that a place names it. Coded entries repeat the narrative; where there is none, they are read.
#include "intake/worker/mime.h"
#include "intake/worker/page_builder.h"
#include "intake/worker/readers/package.h"
#include "intake/worker/readers/pictures_inside.h"
#include "intake/worker/readers/readers.h"

#include <fmt/format.h>

namespace openimr::worker {
namespace {

using intake::wire::Trouble;

constexpr int nesting_limit = 100;
constexpr std::size_t section_limit = 500;
const char media_type[] = "application/xml";

pugi::xml_node child(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& one : node.children())
    if (local_name(one) == name) return one;
  return {};
}

pugi::xml_node at(pugi::xml_node node, std::initializer_list<std::string_view> path) {
  for (std::string_view name : path) node = child(node, name);
  return node;
}

/// "20150127" is "2015-01-27".
std::string day(const pugi::xml_node& time) {
  pugi::xml_node node = time;
  std::string value = node.attribute("value").value();
  if (value.empty()) value = child(node, "low").attribute("value").value();
  return value.size() < 8 ? value : fmt::format("{}-{}-{}", value.substr(0, 4), value.substr(4, 2), value.substr(6, 2));
}

std::string text_of(const pugi::xml_node& node, int depth = 0) {
  std::string text;
  if (depth > nesting_limit) return text;
  for (const pugi::xml_node& one : node.children()) {
    if (one.type() == pugi::node_pcdata || one.type() == pugi::node_cdata) {
      for (char c : std::string_view(one.value())) {
        const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_space)
          text += c;
        else if (!text.empty() && text.back() != ' ' && text.back() != '\n')
          text += ' ';
      }
      continue;
    }
    const std::string_view name = local_name(one);
    if (name == "br") {
      text += '\n';
      continue;
    }
    std::string inner = text_of(one, depth + 1);
    if (name == "td" || name == "th") {
      inner = joined_lines(inner);
      if (!inner.empty()) text += (text.empty() || text.back() == '\n' ? "" : "   ") + inner;
    } else if (name == "paragraph" || name == "item" || name == "tr" || name == "caption" || name == "list" ||
               name == "table" || name == "thead" || name == "tbody") {
      while (!text.empty() && text.back() == ' ') text.pop_back();
      if (!text.empty() && text.back() != '\n') text += '\n';
      text += inner;
      if (!text.empty() && text.back() != '\n') text += '\n';
    } else
      text += inner;
  }
  return text;
}

std::string person(const pugi::xml_node& name) {
  std::string words;
  for (const pugi::xml_node& part : name.children())
    if (const std::string one = part.type() == pugi::node_pcdata ? std::string(part.value()) : text_of(part);
        !joined_lines(one).empty() && one.find_first_not_of(" \t\r\n") != std::string::npos)
      words += (words.empty() ? "" : " ") + joined_lines(one);
  return words;
}

std::string head_of(const pugi::xml_node& document) {
  std::string text = text_of(child(document, "title")) + "\n";
  const auto add = [&text](const char* label, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", label, value);
  };
  const pugi::xml_node role = at(document, {"recordTarget", "patientRole"}), patient = child(role, "patient");
  add("Patient", person(child(patient, "name")));
  add("Date of birth", day(child(patient, "birthTime")));
  const std::string_view sex = child(patient, "administrativeGenderCode").attribute("code").value();
  add("Sex", sex == "F" ? "female" : sex == "M" ? "male" : std::string(sex));
  add("Date", day(child(document, "effectiveTime")));
  const pugi::xml_node author = at(document, {"author", "assignedAuthor"});
  add("Author", person(at(author, {"assignedPerson", "name"})));
  add("Facility",
      text_of(at(document, {"custodian", "assignedCustodian", "representedCustodianOrganization", "name"})));
  add("Date of service", day(at(document, {"componentOf", "encompassingEncounter", "effectiveTime"})));
  return text;
}

/// "Hemoglobin: 12.1 g/dL; 2015-01-27" for each entry that names a code and a value.
void add_entries(const pugi::xml_node& parent, std::string& text, int depth) {
  if (depth > nesting_limit) return;
  for (const pugi::xml_node& node : parent.children()) {
    const std::string_view name = local_name(node);
    if (name == "observation" || name == "procedure" || name == "act" || name == "manufacturedMaterial") {
      const pugi::xml_node code = child(node, "code"), value = child(node, "value");
      std::string what = code.attribute("displayName").value();
      if (what.empty()) what = joined_lines(text_of(child(code, "originalText")));
      std::string said = value.attribute("displayName").value();
      if (said.empty()) said = value.attribute("value").value();
      if (said.empty()) said = joined_lines(text_of(value));
      if (const std::string unit = value.attribute("unit").value(); !unit.empty() && unit != "1") said += " " + unit;
      const std::string when = day(child(node, "effectiveTime"));
      if (!what.empty() || !said.empty())
        text +=
            what + (said.empty() ? "" : (what.empty() ? "" : ": ") + said) + (when.empty() ? "" : "; " + when) + "\n";
    }
    add_entries(node, text, depth + 1);
  }
}

void add_sections(const pugi::xml_node& parent, std::vector<std::string>& pages, int depth) {
  for (const pugi::xml_node& component : parent.children()) {
    if (local_name(component) != "component" || depth > nesting_limit || pages.size() > section_limit) continue;
    const pugi::xml_node section = child(component, "section");
    const std::string title = joined_lines(text_of(child(section, "title")));
    std::string text = text_of(child(section, "text"));
    if (text.find_first_not_of(" \n") == std::string::npos)
      for (const pugi::xml_node& entry : section.children())
        if (local_name(entry) == "entry") add_entries(entry, text, 0);
    if (!text.empty()) pages.push_back(title + "\n\n" + text);
    add_sections(section, pages, depth + 1);
  }
}

/// Pictures that stand in the file itself.
void send_pictures(const pugi::xml_node& parent, PicturesInside& pictures, int depth) {
  if (depth > nesting_limit) return;
  for (const pugi::xml_node& node : parent.children()) {
    if (local_name(node) == "observationMedia") {
      const pugi::xml_node value = child(node, "value");
      if (std::string_view(value.attribute("representation").value()) == "B64")
        pictures.add("picture", from_base64(value.text().get()));
      else
        pictures.add_unread();
      continue;
    }
    send_pictures(node, pictures, depth + 1);
  }
}

} // namespace

void read_ccda(std::string_view bytes, PageRange range, Output& out) {
  pugi::xml_document xml;
  const pugi::xml_parse_result parsed =
      xml.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  const pugi::xml_node document = child(xml, "ClinicalDocument");
  const bool is_lost = !parsed && !child(document, "recordTarget") && !child(document, "component");
  if (!document || is_lost) {
    out.file(media_type, 0);
    return parsed ? out.note(Trouble::NoReader, "XML other than C-CDA") : out.note(Trouble::Damaged, "XML");
  }
  std::vector<std::string> pages = {head_of(document)};
  const pugi::xml_node body = child(document, "component");
  add_sections(child(body, "structuredBody"), pages, 0);
  out.file(media_type, static_cast<std::uint32_t>(pages.size()));
  if (!parsed) out.note(Trouble::Repaired, "C-CDA");
  if (pages.size() > section_limit) out.note(Trouble::PartsUnread, "sections beyond the first 500");
  if (const pugi::xml_node inside = at(body, {"nonXMLBody", "text"})) {
    const std::string_view type = inside.attribute("mediaType").value();
    const bool is_coded = std::string_view(inside.attribute("representation").value()) == "B64";
    const char* name = type == "application/pdf" ? "body.pdf" : type == "text/html" ? "body.html" : "body";
    if (is_coded)
      out.member(name, from_base64(inside.text().get()));
    else
      out.note(Trouble::PartsUnread, "a body that is not XML");
  }
  for (std::size_t n = 0; n < pages.size(); ++n) {
    if (static_cast<int>(n) + 1 < range.first || static_cast<int>(n) + 1 > range.last) continue;
    records::Page page = build_page(pages[n]);
    page.number = static_cast<int>(n) + 1;
    out.page(page);
  }
  PicturesInside pictures;
  send_pictures(body, pictures, 0);
  pictures.send(out, "C-CDA");
}

} // namespace openimr::worker
