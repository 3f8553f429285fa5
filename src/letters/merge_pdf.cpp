#include "letters/merge_pdf.h"

#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace openimr::letters {
namespace {

std::string write(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setDeterministicID(true); // the id is a hash of the content
  writer.setObjectStreamMode(qpdf_o_generate);
  writer.write();
  const std::unique_ptr<Buffer> buffer(writer.getBuffer());
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

} // namespace

Result<MergedPdf> merge_pdf(const std::vector<PdfPart>& parts) {
  MergedPdf merged;
  QPDF whole;
  whole.emptyPDF();
  std::vector<std::unique_ptr<QPDF>> sources; // pages live in them until the whole is written
  std::string at;
  try {
    QPDFPageDocumentHelper pages_of_whole(whole);
    for (const PdfPart& part : parts) {
      at = part.name;
      auto& source = *sources.emplace_back(std::make_unique<QPDF>());
      source.setSuppressWarnings(true);
      source.processMemoryFile(part.name.c_str(), part.bytes.data(), part.bytes.size());
      auto pages = QPDFPageDocumentHelper(source).getAllPages();
      for (auto& page : pages)
        page.getObjectHandle().removeKey("/StructParents"); // the tree it points into stays behind
      for (int copy = 0; copy < part.copies; ++copy)
        for (auto& page : pages) pages_of_whole.addPage(page, false);
      merged.pages.push_back(static_cast<int>(pages.size()));
    }
    merged.bytes = write(whole);
  } catch (const std::exception& error) {
    return Error{ErrorKind::Input, at.empty() ? "merged letters" : at, error.what(), "a PDF file without a password",
                 "make the letter again"};
  }
  return merged;
}

} // namespace openimr::letters
