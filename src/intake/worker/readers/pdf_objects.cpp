// SPDX-License-Identifier: GPL-3.0-or-later
#include "intake/worker/readers/pdf_objects.h"

#include <algorithm>
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFFileSpecObjectHelper.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <set>
#include <stdexcept>

namespace openimr::worker {
namespace {

using Object = QPDFObjectHandle;

constexpr std::size_t marks_limit = 2000; // of one page
constexpr std::size_t value_limit = 100000;
constexpr int hidden = 2, no_view = 32; // flags of an annotation (ISO 32000, table 165)
constexpr int password = 1 << 13;       // flag of a text field (table 228)

/// The file, opened; its warnings are nobody's concern here.
std::unique_ptr<QPDF> opened(std::string_view bytes) {
  auto pdf = std::make_unique<QPDF>();
  pdf->setSuppressWarnings(true);
  pdf->processMemoryFile("file", bytes.data(), bytes.size());
  return pdf;
}

std::string string_at(Object dictionary, const char* key) {
  const Object value = dictionary.getKey(key);
  return const_cast<Object&>(value).isString() ? const_cast<Object&>(value).getUTF8Value().substr(0, value_limit) : "";
}

bool starts_with(const std::string& text, const char* start) { return text.rfind(start, 0) == 0; }

/// A rectangle of the page as it is shown, from its top left corner.
class Shown {
public:
  explicit Shown(QPDFPageObjectHelper& page) {
    Object box = page.getCropBox(), rotation = page.getAttribute("/Rotate", false);
    if (box.isRectangle()) box_ = box.getArrayAsRectangle();
    if (rotation.isInteger()) turns_ = static_cast<int>((rotation.getIntValue() / 90 % 4 + 4) % 4);
  }

  std::array<double, 4> place(const Object::Rectangle& rect) const {
    const std::array<double, 2> a = point(rect.llx, rect.lly), b = point(rect.urx, rect.ury);
    return {std::min(a[0], b[0]), std::min(a[1], b[1]), std::max(a[0], b[0]), std::max(a[1], b[1])};
  }

private:
  std::array<double, 2> point(double x, double y) const {
    switch (turns_) {
    case 1:
      return {y - box_.lly, x - box_.llx};
    case 2:
      return {box_.urx - x, y - box_.lly};
    case 3:
      return {box_.ury - y, box_.urx - x};
    default:
      return {x - box_.llx, box_.ury - y};
    }
  }

  Object::Rectangle box_{0, 0, 612, 792};
  int turns_ = 0;
};

/// What a choice field shows for a value: the second of a pair in its options.
std::string shown_choice(Object options, const std::string& value) {
  if (options.isArray())
    for (int i = 0; i < std::min(options.getArrayNItems(), 5000); ++i) {
      Object pair = options.getArrayItem(i);
      if (!pair.isArray() || pair.getArrayNItems() != 2) continue;
      Object stored = pair.getArrayItem(0), shown = pair.getArrayItem(1);
      if (stored.isString() && shown.isString() && stored.getUTF8Value() == value) return shown.getUTF8Value();
    }
  return value;
}

std::string choice(QPDFFormFieldObjectHelper& field) {
  Object value = field.getInheritableFieldValue("/V"), options = field.getInheritableFieldValue("/Opt");
  if (value.isString()) return shown_choice(options, value.getUTF8Value());
  std::string all;
  if (value.isArray())
    for (int i = 0; i < std::min(value.getArrayNItems(), 1000); ++i)
      if (Object one = value.getArrayItem(i); one.isString())
        all += (all.empty() ? "" : "\n") + shown_choice(options, one.getUTF8Value());
  return all;
}

/// A box is on when its state is the name of its "on" appearance; without a state the field's value tells.
bool is_on(QPDFAnnotationObjectHelper& widget, QPDFFormFieldObjectHelper& field) {
  const std::string state = widget.getAppearanceState();
  if (!state.empty()) return state != "/Off";
  Object value = field.getInheritableFieldValue("/V");
  if (!value.isName() || value.getName() == "/Off") return false;
  Object appearances = widget.getAppearanceDictionary().isDictionary() ? widget.getAppearanceDictionary().getKey("/N")
                                                                       : Object::newNull();
  return !appearances.isDictionary() || appearances.hasKey(value.getName());
}

/// "D:20150112…" as 2015-01-12.
std::string day(const std::string& date) {
  if (!starts_with(date, "D:") || date.size() < 10) return {};
  return date.substr(2, 4) + "-" + date.substr(6, 2) + "-" + date.substr(8, 2);
}

/// True when the field says something.
bool read_field(QPDFAnnotationObjectHelper& widget, QPDFFormFieldObjectHelper& field, PdfMark& mark) {
  const std::string type = field.getFieldType();
  if (type == "/Btn") {
    if (field.isPushbutton()) return false;
    mark.kind = PdfMark::Kind::Box;
    mark.is_on = is_on(widget, field);
    return true;
  }
  if (type == "/Sig") {
    Object signature = field.getInheritableFieldValue("/V");
    if (!signature.isDictionary()) return false;
    mark.kind = PdfMark::Kind::Signature;
    mark.author = string_at(signature, "/Name");
    mark.value = day(string_at(signature, "/M"));
    return true;
  }
  mark.kind = PdfMark::Kind::Text;
  if (type == "/Ch") mark.value = choice(field);
  if (type == "/Tx" && (field.getFlags() & password) == 0) mark.value = field.getValueAsString();
  return !mark.value.empty();
}

/// True when the annotation says something. Links, pop-ups and drawings without words do not.
bool read_annotation(Object annotation, const std::string& type, PdfMark& mark) {
  mark.author = string_at(annotation, "/T");
  mark.value = string_at(annotation, "/Contents");
  mark.kind = type == "/FreeText" ? PdfMark::Kind::FreeText
              : type == "/Stamp"  ? PdfMark::Kind::Stamp
                                  : PdfMark::Kind::Note;
  if (type == "/Stamp") {
    if (Object name = annotation.getKey("/Name"); mark.value.empty() && name.isName())
      mark.value = name.getName().substr(1);
    return true; // its words may be in its picture only
  }
  static const std::set<std::string> kinds = {"/Text",     "/FreeText", "/Highlight", "/Underline",     "/StrikeOut",
                                              "/Squiggly", "/Square",   "/Circle",    "/Line",          "/Polygon",
                                              "/PolyLine", "/Ink",      "/Caret",     "/FileAttachment"};
  return kinds.count(type) > 0 && !mark.value.empty();
}

std::vector<PdfMark> marks_of(QPDFPageObjectHelper& page, QPDFAcroFormDocumentHelper& form) {
  std::vector<PdfMark> marks;
  const Shown shown(page);
  for (QPDFAnnotationObjectHelper& annotation : page.getAnnotations()) {
    if (marks.size() >= marks_limit) break;
    if ((annotation.getFlags() & (hidden | no_view)) != 0) continue;
    PdfMark mark;
    mark.place = shown.place(annotation.getRect());
    const std::string type = annotation.getSubtype();
    bool says_something = false;
    if (type == "/Widget") {
      QPDFFormFieldObjectHelper field = form.getFieldForAnnotation(annotation);
      says_something = !field.getObjectHandle().isNull() && read_field(annotation, field, mark);
    } else {
      says_something = read_annotation(annotation.getObjectHandle(), type, mark);
    }
    if (says_something) marks.push_back(std::move(mark));
  }
  return marks;
}

/// Keeps bytes up to a limit; an exception stops the unpacking of more.
class BoundedBytes : public Pipeline {
public:
  BoundedBytes(std::string& bytes, std::size_t limit) : Pipeline("bounded", nullptr), bytes_(bytes), limit_(limit) {}
  void write(unsigned char const* data, size_t size) override {
    if (bytes_.size() + size > limit_) throw std::length_error("too large");
    bytes_.append(reinterpret_cast<const char*>(data), size);
  }
  void finish() override {}

private:
  std::string& bytes_;
  std::size_t limit_;
};

/// File specifications by name: of the file, then of its annotations.
std::vector<Object> file_specifications(QPDF& pdf, std::vector<QPDFPageObjectHelper>& pages) {
  std::vector<Object> files;
  QPDFEmbeddedFileDocumentHelper embedded(pdf);
  for (auto& [name, file] : embedded.getEmbeddedFiles()) files.push_back(file->getObjectHandle());
  for (QPDFPageObjectHelper& page : pages)
    for (QPDFAnnotationObjectHelper& annotation : page.getAnnotations("/FileAttachment"))
      if (Object file = annotation.getObjectHandle().getKey("/FS"); file.isDictionary()) files.push_back(file);
  return files;
}

} // namespace

bool may_have_objects(std::string_view bytes) {
  for (const char* sign : {"/Annots", "/ObjStm", "/AcroForm", "/EmbeddedFiles"})
    if (bytes.find(sign) != std::string_view::npos) return true;
  return false;
}

struct PdfObjects::File {
  std::unique_ptr<QPDF> pdf;
  std::vector<QPDFPageObjectHelper> pages;
  std::unique_ptr<QPDFAcroFormDocumentHelper> form;
  bool has_own_attributes = false; ///< every page has what it inherits from its parents

  QPDFPageObjectHelper* page(int number) {
    return number < 1 || static_cast<std::size_t>(number) > pages.size() ? nullptr
                                                                         : &pages[static_cast<std::size_t>(number) - 1];
  }
};

PdfObjects::PdfObjects(std::string_view bytes) : file_(new File) {
  try {
    file_->pdf = opened(bytes);
    file_->pages = QPDFPageDocumentHelper(*file_->pdf).getAllPages();
    file_->form.reset(new QPDFAcroFormDocumentHelper(*file_->pdf));
  } catch (const std::exception&) {
    file_->pages.clear();
  }
}

PdfObjects::~PdfObjects() = default;

std::vector<PdfMark> PdfObjects::marks(int number) {
  try {
    QPDFPageObjectHelper* page = file_->page(number);
    return page && file_->form && page->getObjectHandle().hasKey("/Annots") ? marks_of(*page, *file_->form)
                                                                            : std::vector<PdfMark>();
  } catch (const std::exception&) {
    return {};
  }
}

std::string PdfObjects::bare_page(int number) {
  try {
    if (!file_->page(number)) return {};
    if (!file_->has_own_attributes) QPDFPageDocumentHelper(*file_->pdf).pushInheritedAttributesToPage();
    file_->has_own_attributes = true;
    Object page = file_->page(number)->shallowCopyPage().getObjectHandle();
    page.removeKey("/Annots");
    QPDF single;
    single.emptyPDF();
    single.setSuppressWarnings(true);
    single.addPage(page, false);
    QPDFWriter writer(single);
    writer.setOutputMemory();
    writer.setStreamDataMode(qpdf_s_preserve);
    writer.setStaticID(true);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  } catch (const std::exception&) {
    return {};
  }
}

bool PdfObjects::is_dynamic_form() {
  try {
    Object root = file_->pdf ? file_->pdf->getRoot() : Object::newNull();
    if (!root.isDictionary()) return false;
    Object form = root.getKey("/AcroForm"), rendering = root.getKey("/NeedsRendering");
    return form.isDictionary() && form.hasKey("/XFA") && rendering.isBool() && rendering.getBoolValue();
  } catch (const std::exception&) {
    return false;
  }
}

bool PdfObjects::attached_files(std::size_t limit,
                                const std::function<void(const std::string& name, const std::string& file)>& take) {
  try {
    if (!file_->pdf) return true;
    for (Object& specification : file_specifications(*file_->pdf, file_->pages)) {
      QPDFFileSpecObjectHelper file(specification);
      Object stream = file.getEmbeddedFileStream();
      if (!stream.isStream()) continue;
      std::string content;
      BoundedBytes pipe(content, limit);
      try {
        stream.pipeStreamData(&pipe, 0, qpdf_dl_generalized, true);
      } catch (const std::length_error&) {
        return false;
      }
      limit -= content.size();
      take(file.getFilename(), content);
    }
  } catch (const std::exception&) { // what is damaged has no files
  }
  return true;
}

} // namespace openimr::worker
