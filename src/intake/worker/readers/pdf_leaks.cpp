// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/pdf_leaks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFOutlineDocumentHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <set>

namespace openimr::worker {
namespace {

using Object = QPDFObjectHandle;
using Matrix = std::array<double, 6>;

constexpr std::size_t leaks_limit = 5000;
constexpr std::size_t found_limit = 300;
constexpr int depth_limit = 12;

class Gathered {
public:
  void add(const char* kind, int page, std::string found) {
    if (all.size() < leaks_limit) all.push_back({kind, page, found.substr(0, found_limit)});
  }
  std::vector<PdfLeak> all;
};

std::string words_of(Object value) {
  if (value.isString()) return value.getUTF8Value();
  if (value.isName()) return value.getName();
  return value.isNull() ? "" : value.unparse();
}

Matrix times(const Matrix& a, const Matrix& b) {
  return {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],        a[2] * b[0] + a[3] * b[2],
          a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5]};
}

struct Box {
  double left = 0, bottom = 0, right = 0, top = 0;
  bool holds(double x, double y) const { return x >= left && x <= right && y >= bottom && y <= top; }
};

Box placed(const Matrix& m, double x, double y, double width, double height) {
  Box box{1e30, 1e30, -1e30, -1e30};
  for (int corner = 0; corner < 4; ++corner) {
    const double px = x + (corner & 1 ? width : 0), py = y + (corner & 2 ? height : 0);
    const double qx = m[0] * px + m[2] * py + m[4], qy = m[1] * px + m[3] * py + m[5];
    box = {std::min(box.left, qx), std::min(box.bottom, qy), std::max(box.right, qx), std::max(box.top, qy)};
  }
  return box;
}

/// Words shown at a place, as far as it matters whether they can be seen.
struct Shown {
  double x = 0, y = 0;
  std::size_t bytes = 0;
  bool is_covered = false;
};

/// Follows the content of a page and of the forms it draws. Strings are counted, not read: their encodings are the
/// fonts' own.
class Walk : public Object::ParserCallbacks {
public:
  Walk(std::vector<Shown>& shown, std::size_t& invisible, std::size_t& white, Object resources, Matrix start, int depth)
      : shown_(shown), invisible_(invisible), white_(white), resources_(resources), depth_(depth) {
    state_.matrix = start;
  }

  void handleObject(Object object, std::size_t, std::size_t) override {
    if (!object.isOperator()) {
      if (operands_.size() < 64) operands_.push_back(object);
      return;
    }
    act(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

private:
  struct State {
    Matrix matrix{1, 0, 0, 1, 0, 0};
    int mode = 0;
    bool is_white = false, is_clear = false;
    double leading = 0;
  };

  double number(std::size_t i) {
    return i < operands_.size() && operands_[i].isNumber() ? operands_[i].getNumericValue() : 0;
  }
  Matrix matrix() { return {number(0), number(1), number(2), number(3), number(4), number(5)}; }

  void act(const std::string& word) {
    if (word == "q") {
      if (saved_.size() < 256) saved_.push_back(state_);
    } else if (word == "Q") {
      if (!saved_.empty()) {
        state_ = saved_.back();
        saved_.pop_back();
      }
    } else if (word == "cm") {
      state_.matrix = times(matrix(), state_.matrix);
    } else if (word == "gs") {
      Object given = operands_.empty() ? Object::newNull() : resource("/ExtGState", operands_[0]);
      Object alpha = given.isDictionary() ? given.getKey("/ca") : Object::newNull();
      if (alpha.isNumber()) state_.is_clear = alpha.getNumericValue() < 0.9;
    } else if (word == "Do") {
      draw();
    } else if (!text(word) && !colour(word)) {
      path(word);
    }
  }

  bool text(const std::string& word) {
    if (word == "BT") {
      line_ = {1, 0, 0, 1, 0, 0};
    } else if (word == "Tm") {
      line_ = matrix();
    } else if (word == "Td" || word == "TD") {
      if (word == "TD") state_.leading = -number(1);
      line_ = times({1, 0, 0, 1, number(0), number(1)}, line_);
    } else if (word == "TL") {
      state_.leading = number(0);
    } else if (word == "T*") {
      line_ = times({1, 0, 0, 1, 0, -state_.leading}, line_);
    } else if (word == "Tr") {
      state_.mode = static_cast<int>(number(0));
    } else if (word == "Tj" || word == "TJ") {
      show(operands_.empty() ? Object::newNull() : operands_[0]);
    } else if (word == "'" || word == "\"") {
      line_ = times({1, 0, 0, 1, 0, -state_.leading}, line_);
      show(operands_.empty() ? Object::newNull() : operands_.back());
    } else {
      return false;
    }
    return true;
  }

  bool colour(const std::string& word) {
    if (word == "g") {
      state_.is_white = number(0) > 0.97;
    } else if (word == "rg") {
      state_.is_white = number(0) > 0.97 && number(1) > 0.97 && number(2) > 0.97;
    } else if (word == "k") {
      state_.is_white = number(0) + number(1) + number(2) + number(3) < 0.03;
    } else if (word == "sc" || word == "scn") {
      bool all = !operands_.empty();
      for (std::size_t i = 0; i < operands_.size(); ++i) all = all && operands_[i].isNumber() && number(i) > 0.97;
      state_.is_white = all;
    } else {
      return false;
    }
    return true;
  }

  void path(const std::string& word) {
    if (word == "re") {
      boxes_.push_back(placed(state_.matrix, number(0), number(1), number(2), number(3)));
    } else if (word == "m" || word == "l") {
      const Box point = placed(state_.matrix, number(0), number(1), 0, 0);
      if (word == "m" || outline_.empty()) outline_.push_back(point);
      Box& box = outline_.back();
      box = {std::min(box.left, point.left), std::min(box.bottom, point.bottom), std::max(box.right, point.right),
             std::max(box.top, point.top)};
    } else if (word == "f" || word == "F" || word == "f*" || word == "B" || word == "B*" || word == "b" ||
               word == "b*") {
      if (!state_.is_clear) {
        for (const Box& box : boxes_) cover(box);
        for (const Box& box : outline_) cover(box);
      }
      end_path();
    } else if (word == "n" || word == "S" || word == "s") {
      end_path();
    } else if (word == "W" || word == "W*") {
      return;
    }
  }
  void end_path() {
    boxes_.clear();
    outline_.clear();
  }

  /// What was shown before and lies under the box can no longer be seen.
  void cover(const Box& box) {
    if (box.right - box.left < 4 || box.top - box.bottom < 4) return; // a rule
    for (Shown& one : shown_)
      if (box.holds(one.x + 0.5, one.y + 0.5)) one.is_covered = true;
  }

  void show(Object words) {
    std::size_t bytes = 0;
    if (words.isString()) bytes = words.getStringValue().size();
    if (words.isArray())
      for (Object& item : words.getArrayAsVector())
        if (item.isString()) bytes += item.getStringValue().size();
    if (bytes == 0) return;
    if (state_.mode == 3 || state_.mode == 7)
      invisible_ += bytes;
    else if (state_.is_white)
      white_ += bytes;
    const Matrix at = times(line_, state_.matrix);
    if (shown_.size() < 100000) shown_.push_back({at[4], at[5], bytes, false});
  }

  Object resource(const char* kind, Object name) {
    if (!name.isName() || !resources_.isDictionary()) return Object::newNull();
    Object all = resources_.getKey(kind);
    return all.isDictionary() ? all.getKey(name.getName()) : Object::newNull();
  }

  void draw() {
    Object object = operands_.empty() ? Object::newNull() : resource("/XObject", operands_[0]);
    if (!object.isStream()) return;
    Object about = object.getDict();
    if (about.getKey("/Subtype").isNameAndEquals("/Image")) {
      const bool is_see_through =
          about.getKey("/SMask").isStream() || about.getKey("/Mask").isStream() || state_.is_clear;
      if (!is_see_through) cover(placed(state_.matrix, 0, 0, 1, 1));
    } else if (about.getKey("/Subtype").isNameAndEquals("/Form") && depth_ < depth_limit) {
      Matrix own{1, 0, 0, 1, 0, 0};
      Object given = about.getKey("/Matrix");
      if (given.isArray() && given.getArrayNItems() == 6)
        for (int i = 0; i < 6; ++i)
          own[static_cast<std::size_t>(i)] =
              given.getArrayItem(i).isNumber() ? given.getArrayItem(i).getNumericValue() : 0;
      Object inner = about.getKey("/Resources");
      Walk walk(shown_, invisible_, white_, inner.isDictionary() ? inner : resources_, times(own, state_.matrix),
                depth_ + 1);
      object.parseAsContents(&walk);
    }
  }

  std::vector<Shown>& shown_;
  std::size_t &invisible_, &white_;
  Object resources_;
  int depth_;
  State state_;
  std::vector<State> saved_;
  Matrix line_{1, 0, 0, 1, 0, 0};
  std::vector<Object> operands_;
  std::vector<Box> boxes_, outline_;
};

void look_at_content(Gathered& out, QPDFPageObjectHelper& page, int number) {
  std::vector<Shown> shown;
  std::size_t invisible = 0, white = 0, covered = 0, outside = 0;
  Walk walk(shown, invisible, white, page.getAttribute("/Resources", false), {1, 0, 0, 1, 0, 0}, 0);
  page.parseContents(&walk);
  Object crop = page.getCropBox();
  Box sheet{-1e30, -1e30, 1e30, 1e30};
  if (crop.isRectangle()) {
    const auto box = crop.getArrayAsRectangle();
    sheet = {box.llx, box.lly, box.urx, box.ury};
  }
  std::string places;
  for (const Shown& one : shown) {
    if (one.is_covered) {
      covered += one.bytes;
      if (places.size() < 120)
        places += " (" + std::to_string(std::lround(one.x)) + ", " + std::to_string(std::lround(one.y)) + ")";
    } else if (!sheet.holds(one.x, one.y)) {
      outside += one.bytes;
    }
  }
  if (covered > 0)
    out.add("covered_text", number, std::to_string(covered) + " bytes of text under a box or image at" + places);
  if (outside > 0)
    out.add("outside_page", number, std::to_string(outside) + " bytes of text beyond the edge of the page");
  if (invisible > 0)
    out.add("invisible_text", number, std::to_string(invisible) + " bytes of text in an invisible mode");
  if (white > 0) out.add("white_text", number, std::to_string(white) + " bytes of text in white");
}

void look_at_page(Gathered& out, QPDFPageObjectHelper& page, int number) {
  look_at_content(out, page, number);
  Object object = page.getObjectHandle();
  if (!object.getKey("/Thumb").isNull()) out.add("thumbnail", number, "a picture of the page as it once was");
  if (!object.getKey("/PieceInfo").isNull()) out.add("private_data", number, "data that a program kept for itself");
  if (!object.getKey("/AA").isNull()) out.add("script", number, "an action of the page");
  if (object.getKey("/Metadata").isStream()) out.add("metadata", number, "metadata of the page");
  Object notes = object.getKey("/Annots");
  if (!notes.isArray()) return;
  for (Object& note : notes.getArrayAsVector()) {
    if (!note.isDictionary()) continue;
    const std::string kind = words_of(note.getKey("/Subtype"));
    if (kind == "/Widget") continue; // told as form values
    if (kind == "/Link" && note.getKey("/Contents").isNull()) {
      Object action = note.getKey("/A");
      if (action.isDictionary() && action.getKey("/URI").isString())
        out.add("link", number, words_of(action.getKey("/URI")));
      continue;
    }
    if (kind == "/FileAttachment") out.add("attachment", number, words_of(note.getKey("/Contents")));
    out.add("annotation", number, kind + " " + words_of(note.getKey("/T")) + " " + words_of(note.getKey("/Contents")));
  }
}

void look_at_bookmarks(Gathered& out, std::vector<QPDFOutlineObjectHelper> items, int depth) {
  for (QPDFOutlineObjectHelper& item : items) {
    out.add("bookmark", 0, item.getTitle());
    if (depth < depth_limit) look_at_bookmarks(out, item.getKids(), depth + 1);
  }
}

/// The words of the first element of a name, its tags taken out; empty when it is an attribute or has none.
std::string element_text(const std::string& text, const std::string& name) {
  std::size_t at = text.find("<" + name);
  const std::size_t end = text.find("</" + name, at == std::string::npos ? 0 : at);
  if (at == std::string::npos || end == std::string::npos) return "";
  std::string out;
  bool in_tag = false;
  for (; at < end && out.size() < found_limit; ++at) {
    if (text[at] == '<') in_tag = true;
    const bool is_space = text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r';
    if (!in_tag && !(is_space && (out.empty() || out.back() == ' '))) out += is_space ? ' ' : text[at];
    if (text[at] == '>') in_tag = false;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// A title and who made the file are every PDF's; other entries say something.
void look_at_metadata(Gathered& out, QPDF& pdf) {
  static const std::set<std::string> usual{"/Title", "/Producer", "/Creator", "/CreationDate", "/ModDate", "/Trapped"};
  Object info = pdf.getTrailer().getKey("/Info");
  if (info.isDictionary())
    for (auto& entry : info.getDictAsMap())
      if (usual.count(entry.first) == 0) out.add("metadata", 0, entry.first.substr(1) + ": " + words_of(entry.second));
  Object xmp = pdf.getRoot().getKey("/Metadata");
  if (!xmp.isStream()) return;
  const auto buffer = xmp.getStreamData(qpdf_dl_generalized);
  const std::string text(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  for (const char* key :
       {"dc:creator", "dc:contributor", "dc:subject", "pdf:Keywords", "xmpMM:History", "xmpMM:DerivedFrom",
        "xmpMM:Ingredients", "xmp:Thumbnails", "photoshop:", "pdfx:", "stEvt:", "exif:"})
    if (text.find(key) != std::string::npos) out.add("xmp", 0, std::string(key) + ": " + element_text(text, key));
}

void look_at_layers(Gathered& out, Object root) {
  Object layers = root.getKey("/OCProperties");
  if (!layers.isDictionary()) return;
  Object plan = layers.getKey("/D"), all = layers.getKey("/OCGs");
  std::set<QPDFObjGen> off;
  const bool starts_off = plan.isDictionary() && plan.getKey("/BaseState").isNameAndEquals("/OFF");
  if (plan.isDictionary() && plan.getKey("/OFF").isArray())
    for (Object& one : plan.getKey("/OFF").getArrayAsVector()) off.insert(one.getObjGen());
  if (!all.isArray()) return;
  for (Object& one : all.getArrayAsVector())
    if (one.isDictionary())
      out.add(starts_off || off.count(one.getObjGen()) != 0 ? "hidden_layer" : "layer", 0,
              words_of(one.getKey("/Name")));
}

void look_at_forms(Gathered& out, QPDF& pdf) {
  Object form = pdf.getRoot().getKey("/AcroForm");
  if (!form.isDictionary()) return;
  if (!form.getKey("/XFA").isNull()) out.add("form_value", 0, "a form of its own kind (XFA)");
  for (QPDFFormFieldObjectHelper field : QPDFAcroFormDocumentHelper(pdf).getFormFields()) {
    const std::string value = words_of(field.getInheritableFieldValue("/V"));
    if (!value.empty() && value != "/Off") out.add("form_value", 0, field.getFullyQualifiedName() + ": " + value);
  }
}

void look_at_scripts(Gathered& out, Object root) {
  if (!root.getKey("/AA").isNull()) out.add("script", 0, "actions of the document");
  if (!root.getKey("/PieceInfo").isNull()) out.add("private_data", 0, "data that a program kept for itself");
  Object names = root.getKey("/Names");
  if (names.isDictionary() && !names.getKey("/JavaScript").isNull()) out.add("script", 0, "JavaScript");
  Object open = root.getKey("/OpenAction");
  if (open.isDictionary() && open.getKey("/S").isNameAndEquals("/JavaScript"))
    out.add("script", 0, "JavaScript at opening");
}

/// Objects that nothing leads to: pages and pictures that were taken out and are still there.
void look_for_unused(Gathered& out, QPDF& pdf) {
  std::set<QPDFObjGen> seen;
  std::vector<Object> waiting{pdf.getTrailer()};
  while (!waiting.empty()) {
    Object one = waiting.back();
    waiting.pop_back();
    if (one.isIndirect() && !seen.insert(one.getObjGen()).second) continue;
    if (one.isStream()) one = one.getDict();
    if (one.isDictionary())
      for (auto& entry : one.getDictAsMap()) waiting.push_back(entry.second);
    if (one.isArray())
      for (Object& item : one.getArrayAsVector()) waiting.push_back(item);
  }
  std::size_t unused = 0;
  for (Object& one : pdf.getAllObjects()) {
    const bool is_plumbing = one.isStream() && (one.getDict().getKey("/Type").isNameAndEquals("/ObjStm") ||
                                                one.getDict().getKey("/Type").isNameAndEquals("/XRef"));
    const bool speaks = one.isStream() || one.isDictionary() || one.isString() || one.isArray();
    if (speaks && !is_plumbing && !(one.isDictionary() && one.getKey("/Linearized").isNumber()) &&
        seen.count(one.getObjGen()) == 0)
      ++unused;
  }
  if (unused > 0) out.add("unused_object", 0, std::to_string(unused) + " objects that no page uses");
}

/// A file that was saved by adding to it holds what it was before.
void look_for_versions(Gathered& out, std::string_view bytes) {
  std::size_t ends = 0;
  for (std::size_t at = bytes.find("%%EOF"); at != std::string_view::npos; at = bytes.find("%%EOF", at + 5)) ++ends;
  const bool is_linearized = bytes.substr(0, 2048).find("/Linearized") != std::string_view::npos;
  const std::size_t own = is_linearized ? 2 : 1;
  if (ends > own) out.add("earlier_version", 0, std::to_string(ends - own) + " earlier versions of the file");
  const std::size_t last = bytes.rfind("%%EOF");
  if (last == std::string_view::npos) return;
  std::size_t behind = last + 5;
  while (behind < bytes.size() && (bytes[behind] == '\r' || bytes[behind] == '\n' || bytes[behind] == ' ')) ++behind;
  if (behind < bytes.size())
    out.add("trailing_data", 0, std::to_string(bytes.size() - behind) + " bytes behind the end of the file");
}

} // namespace

std::vector<PdfLeak> leaks_of_pdf(std::string_view bytes) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.processMemoryFile("file", bytes.data(), bytes.size());
  Gathered out;
  Object root = pdf.getRoot();
  look_for_versions(out, bytes);
  look_at_metadata(out, pdf);
  look_at_bookmarks(out, QPDFOutlineDocumentHelper(pdf).getTopLevelOutlines(), 0);
  for (const auto& file : QPDFEmbeddedFileDocumentHelper(pdf).getEmbeddedFiles()) out.add("attachment", 0, file.first);
  look_at_forms(out, pdf);
  look_at_layers(out, root);
  look_at_scripts(out, root);
  look_for_unused(out, pdf);
  int number = 0;
  for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages()) look_at_page(out, page, ++number);
  return out.all;
}

} // namespace openimr::worker
