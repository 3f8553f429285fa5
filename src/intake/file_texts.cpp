#include "intake/file_texts.h"

#include "intake/document_reader.h"

namespace openimr::intake {

Result<std::vector<FileText>> read_texts(const std::vector<std::string>& files, const ReadOptions& options) {
  std::vector<SourceFile> sources;
  for (const std::string& path : files) sources.push_back(open_file(path));
  auto readings = read_all(std::move(sources), options);
  if (!readings) return readings.error();
  std::vector<FileText> texts;
  for (const FileReading& reading : *readings) {
    // The files inside an archive follow it, under its name.
    const bool is_inside = !texts.empty() && reading.name.starts_with(files[texts.size() - 1] + "/");
    if (!is_inside) texts.emplace_back();
    FileText& of = texts.back();
    of.problems.insert(of.problems.end(), reading.problems.begin(), reading.problems.end());
    for (const records::Page& page : reading.reading.pages) of.text += (of.text.empty() ? "" : "\f") + page.text;
  }
  return texts;
}

} // namespace openimr::intake
