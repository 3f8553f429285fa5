#include "letters/tag_pdf.h"

#include "letters/clean_text.h"
#include "letters/colour_profile.h"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace openimr::letters {
namespace {

using Handle = QPDFObjectHandle;

Error broken(std::string found) {
  return {ErrorKind::Storage, "PDF of the letter", std::move(found), "the marks that were drawn",
          "report this with the letter's JSON"};
}

bool is_delimiter(char c) {
  return std::string_view(" \t\r\n\f()<>[]{}/%").find(c) != std::string_view::npos || c == '\0';
}

/// Reads a page's contents token by token, strings skipped, so that the words of a letter can never pass for an
/// operator.
class ContentScanner {
public:
  explicit ContentScanner(std::string_view content) : content_(content) {}

  struct Token {
    std::size_t begin = 0, end = 0;
  };

  /// The next token; empty at the end. Strings come as one token.
  std::optional<Token> next() {
    while (at_ < content_.size() && std::string_view(" \t\r\n\f\0", 6).find(content_[at_]) != std::string_view::npos)
      ++at_;
    if (at_ >= content_.size()) return std::nullopt;
    const std::size_t begin = at_;
    if (content_[at_] == '(') {
      skip_string();
    } else if (content_.substr(at_, 2) == "<<" || content_.substr(at_, 2) == ">>") {
      at_ += 2;
    } else if (content_[at_] == '<') {
      at_ = std::min(content_.find('>', at_), content_.size() - 1) + 1;
    } else {
      ++at_;
      if (!is_delimiter(content_[begin]) || content_[begin] == '/')
        while (at_ < content_.size() && !is_delimiter(content_[at_])) ++at_;
    }
    return Token{begin, at_};
  }

private:
  void skip_string() {
    int depth = 0;
    for (; at_ < content_.size(); ++at_) {
      const char c = content_[at_];
      if (c == '\\')
        ++at_;
      else if (c == '(')
        ++depth;
      else if (c == ')' && --depth == 0)
        break;
    }
    at_ = std::min(at_ + 1, content_.size());
  }

  std::string_view content_;
  std::size_t at_ = 0;
};

/// One page's contents with marks renumbered and artifacts named; empty when the marks are not those expected.
std::optional<std::string> remark(std::string_view content, const std::vector<int>& marks,
                                  const std::vector<Element>& elements) {
  std::string out;
  out.reserve(content.size());
  ContentScanner scanner(content);
  std::size_t copied = 0, mark = 0;
  int mcid = 0;
  std::vector<ContentScanner::Token> recent; // /Name << … >> before BDC
  while (const auto token = scanner.next()) {
    const std::string_view word = content.substr(token->begin, token->end - token->begin);
    recent.push_back(*token);
    if (word != "BDC") {
      if (recent.size() > 64) recent.erase(recent.begin(), recent.begin() + 32);
      continue;
    }
    std::size_t name = recent.size() - 1; // the nearest << before BDC; its name stands in front of it
    while (name > 0 && content.substr(recent[name].begin, 2) != "<<") --name;
    const std::string_view properties = content.substr(recent[name].begin, token->begin - recent[name].begin);
    if (properties.find("/MCID") == std::string_view::npos)
      continue; // /Span with /ActualText for a space that ends a line
    if (name == 0 || mark >= marks.size()) return std::nullopt;
    const auto tag = recent[name - 1];
    const int element = marks[mark++];
    const std::string role = element == artifact ? artifact_tag : elements[static_cast<std::size_t>(element)].role;
    if (content.substr(tag.begin, tag.end - tag.begin) != "/" + role) return std::nullopt;
    out += content.substr(copied, tag.begin - copied);
    if (element == artifact)
      out += "/Artifact BMC";
    else
      out += fmt::format("/{} <</MCID {}>> BDC", role, mcid++);
    copied = token->end;
    recent.clear();
  }
  if (mark != marks.size()) return std::nullopt;
  out += content.substr(copied);
  return out;
}

/// Rules and shading as page contents. Not drawn by cairo: cairo 1.18 leaves marks around filled shapes out.
std::string rules_content(const std::vector<Rule>& rules) {
  constexpr double page_height = PageSize{}.height;
  if (rules.empty()) return {};
  std::string out = "/Artifact BMC\nq\n";
  for (const Rule& rule : rules)
    out += fmt::format("{:.3f} g {:.3f} {:.3f} {:.3f} {:.3f} re f\n", rule.grey, rule.x,
                       page_height - rule.y - rule.height, rule.width, rule.height);
  return out + "Q\nEMC\n";
}

std::string escape_xml(std::string_view text) {
  std::string out;
  for (char c : clean(text)) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

/// PDF/A allows properties of other schemas only where the file describes them (ISO 19005-2, 6.6.2.3.2): that of
/// PDF/UA.
constexpr std::string_view extension_schema =
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>part of ISO 14289 that the file conforms to</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

std::string xmp(const Letter& letter) {
  const std::string date = letter.date.iso() + "T00:00:00Z";
  std::string out =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
      "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" "
      "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
      "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
      "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
      "<pdfuaid:part>1</pdfuaid:part>\n<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n";
  out += extension_schema;
  out += fmt::format("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:title>\n",
                     escape_xml(letter.title));
  if (!letter.subject.empty())
    out +=
        fmt::format("<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></dc:description>\n",
                    escape_xml(letter.subject));
  if (!letter.letterhead.name.empty())
    out += fmt::format("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
                       escape_xml(letter.letterhead.name));
  out += fmt::format(
      "<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language>\n<xmp:CreateDate>{}</xmp:CreateDate>\n"
      "<xmp:ModifyDate>{}</xmp:ModifyDate>\n<pdf:Producer>OpenIMR</pdf:Producer>\n",
      escape_xml(letter.language), date, date);
  return out + "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
}

Handle attributes(const Element& element) {
  if (!element.scope.empty()) return Handle::parse(fmt::format("<</O /Table /Scope /{}>>", element.scope));
  if (!element.numbering.empty())
    return Handle::parse(fmt::format("<</O /List /ListNumbering /{}>>", element.numbering));
  return Handle::newNull();
}

/// Builds the structure tree and the parent tree from the marks.
class Structure {
public:
  Structure(QPDF& pdf, const std::vector<Handle>& pages, const std::vector<std::vector<int>>& marks,
            const std::vector<Element>& elements)
      : elements_(elements), first_page_(elements.size(), Handle::newNull()) {
    for (std::size_t i = 0; i < elements.size(); ++i) nodes_.push_back(pdf.makeIndirectObject(Handle::newDictionary()));
    root_ = pdf.makeIndirectObject(Handle::newDictionary());
    kids_.resize(elements.size());
    // Elements are in reading order and a parent comes before its children, so children are gathered in order.
    for (std::size_t i = 1; i < elements.size(); ++i)
      kids_[static_cast<std::size_t>(elements[i].parent)].push_back(nodes_[i]);
    Handle numbers = Handle::newArray();
    for (std::size_t p = 0; p < pages.size(); ++p) {
      Handle parents = Handle::newArray();
      int mcid = 0;
      for (int mark : marks[p]) {
        if (mark == artifact) continue;
        const auto element = static_cast<std::size_t>(mark);
        add_content(element, pages[p], mcid++);
        parents.appendItem(nodes_[element]);
      }
      numbers.appendItem(Handle::newInteger(static_cast<long long>(p)));
      numbers.appendItem(parents);
      Handle page = pages[p];
      page.replaceKey("/StructParents", Handle::newInteger(static_cast<long long>(p)));
      page.replaceKey("/Tabs", Handle::newName("/S"));
    }
    finish_nodes();
    Handle tree = Handle::newDictionary();
    tree.replaceKey("/Nums", numbers);
    root_.replaceKey("/Type", Handle::newName("/StructTreeRoot"));
    root_.replaceKey("/K", nodes_[0]);
    root_.replaceKey("/ParentTree", pdf.makeIndirectObject(tree));
    root_.replaceKey("/ParentTreeNextKey", Handle::newInteger(static_cast<long long>(pages.size())));
  }

  Handle root() const { return root_; }
  /// The page where an element begins; null when it has no content.
  Handle first_page(std::size_t element) const { return first_page_[element]; }

private:
  void add_content(std::size_t element, const Handle& page, int mcid) {
    if (first_page_[element].isNull()) {
      first_page_[element] = page;
      kids_[element].push_back(Handle::newInteger(mcid));
      return;
    }
    if (page.getObjGen() == first_page_[element].getObjGen()) {
      kids_[element].push_back(Handle::newInteger(mcid));
      return;
    }
    Handle reference = Handle::newDictionary();
    reference.replaceKey("/Type", Handle::newName("/MCR"));
    reference.replaceKey("/Pg", page);
    reference.replaceKey("/MCID", Handle::newInteger(mcid));
    kids_[element].push_back(reference);
  }

  void finish_nodes() {
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      Handle& node = nodes_[i];
      node.replaceKey("/S", Handle::newName("/" + elements_[i].role));
      node.replaceKey("/P", i == 0 ? root_ : nodes_[static_cast<std::size_t>(elements_[i].parent)]);
      if (!first_page_[i].isNull()) node.replaceKey("/Pg", first_page_[i]);
      if (kids_[i].size() == 1)
        node.replaceKey("/K", kids_[i][0]);
      else if (!kids_[i].empty())
        node.replaceKey("/K", Handle::newArray(kids_[i]));
      Handle extra = attributes(elements_[i]);
      if (!extra.isNull()) node.replaceKey("/A", extra);
    }
  }

  const std::vector<Element>& elements_;
  std::vector<Handle> nodes_, first_page_;
  std::vector<std::vector<Handle>> kids_;
  Handle root_;
};

/// Bookmarks: one per heading, in order; null when there are none.
Handle outlines(QPDF& pdf, const std::vector<Element>& elements, const Structure& structure) {
  std::vector<Handle> items;
  Handle root = pdf.makeIndirectObject(Handle::newDictionary());
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (elements[i].bookmark.empty() || structure.first_page(i).isNull()) continue;
    Handle item = pdf.makeIndirectObject(Handle::newDictionary());
    item.replaceKey("/Title", Handle::newUnicodeString(elements[i].bookmark));
    item.replaceKey("/Parent", root);
    item.replaceKey("/Dest", Handle::newArray({structure.first_page(i), Handle::newName("/Fit")}));
    if (!items.empty()) {
      item.replaceKey("/Prev", items.back());
      items.back().replaceKey("/Next", item);
    }
    items.push_back(item);
  }
  if (items.empty()) return Handle::newNull();
  root.replaceKey("/Type", Handle::newName("/Outlines"));
  root.replaceKey("/First", items.front());
  root.replaceKey("/Last", items.back());
  root.replaceKey("/Count", Handle::newInteger(static_cast<long long>(items.size())));
  return root;
}

/// What the grey of a letter means on paper and screen (ISO 19005-2, 6.2.3).
void put_output_intent(QPDF& pdf) {
  Handle profile = pdf.newStream(srgb_profile());
  profile.getDict().replaceKey("/N", Handle::newInteger(3));
  Handle intent = Handle::parse("<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) "
                                "/Info (sRGB IEC61966-2.1) /RegistryName (http://www.color.org)>>");
  intent.replaceKey("/DestOutputProfile", profile);
  pdf.getRoot().replaceKey("/OutputIntents", Handle::newArray({pdf.makeIndirectObject(intent)}));
}

void put_metadata(QPDF& pdf, const Letter& letter) {
  Handle catalog = pdf.getRoot();
  catalog.replaceKey("/Lang", Handle::newUnicodeString(clean(letter.language)));
  catalog.replaceKey("/ViewerPreferences", Handle::parse("<</DisplayDocTitle true>>"));
  catalog.replaceKey("/MarkInfo", Handle::parse("<</Marked true>>"));
  Handle metadata = pdf.newStream(xmp(letter));
  metadata.getDict().replaceKey("/Type", Handle::newName("/Metadata"));
  metadata.getDict().replaceKey("/Subtype", Handle::newName("/XML"));
  catalog.replaceKey("/Metadata", metadata);
  Handle info = Handle::newDictionary();
  info.replaceKey("/Title", Handle::newUnicodeString(clean(letter.title)));
  if (!letter.subject.empty()) info.replaceKey("/Subject", Handle::newUnicodeString(clean(letter.subject)));
  if (!letter.letterhead.name.empty())
    info.replaceKey("/Author", Handle::newUnicodeString(clean(letter.letterhead.name)));
  info.replaceKey("/Producer", Handle::newString("OpenIMR"));
  const std::string date =
      fmt::format("D:{:04}{:02}{:02}000000Z", letter.date.year(), letter.date.month(), letter.date.day());
  info.replaceKey("/CreationDate", Handle::newString(date));
  info.replaceKey("/ModDate", Handle::newString(date));
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));
}

std::string write(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true); // the id is a hash of the content
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.setMinimumPDFVersion("1.7");
  writer.setNewlineBeforeEndstream(true); // ISO 19005-2, 6.1.7.1
  writer.write();
  const std::unique_ptr<Buffer> buffer(writer.getBuffer());
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

} // namespace

Result<std::string> tag_pdf(const DrawnPdf& drawn, const PagedLetter& paged, const Letter& letter) {
  const std::vector<Element>& elements = paged.elements;
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("letter", drawn.bytes.data(), drawn.bytes.size());
    std::vector<Handle> pages;
    for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(pdf).getAllPages())
      pages.push_back(page.getObjectHandle());
    if (pages.size() != drawn.marks.size()) return broken(fmt::format("{} pages", pages.size()));
    for (std::size_t p = 0; p < pages.size(); ++p) {
      Handle contents = pages[p].getKey("/Contents");
      if (!contents.isStream()) return broken(fmt::format("page {} without one content stream", p + 1));
      const auto data = contents.getStreamData(qpdf_dl_generalized);
      const std::string_view view(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
      const auto marked = remark(view, drawn.marks[p], elements);
      if (!marked) return broken(fmt::format("other marks on page {}", p + 1));
      pages[p].removeKey("/Group"); // nothing is transparent
      contents.replaceStreamData(rules_content(paged.pages[p].rules) + *marked, Handle::newNull(), Handle::newNull());
    }
    const Structure structure(pdf, pages, drawn.marks, elements);
    pdf.getRoot().replaceKey("/StructTreeRoot", structure.root());
    Handle bookmarks = outlines(pdf, elements, structure);
    if (!bookmarks.isNull()) pdf.getRoot().replaceKey("/Outlines", bookmarks);
    put_metadata(pdf, letter);
    put_output_intent(pdf);
    return write(pdf);
  } catch (const std::exception& e) {
    return broken(e.what());
  }
}

} // namespace openimr::letters
