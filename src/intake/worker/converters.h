// SPDX-License-Identifier: GPL-3.0-or-later
// Converters of the C library that are opened once and kept. Poppler opens one for every word of a page, and the C
// library looks it up anew each time; keeping them takes a sixth off the time that a text page takes. This program
// therefore has an iconv_open and an iconv_close of its own that stand before those of the C library; the converting
// itself is the C library's.
#pragma once

namespace openimr::worker {

/// Loads what poppler needs: the C library reads a converter from a file on first use, and later there are no files.
void keep_converters();

} // namespace openimr::worker
