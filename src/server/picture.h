// A page as a picture for a browser.
#pragma once

#include "intake/page_picture.h"

#include <string>

namespace openimr::server {

/// Gray pixels as PNG (ISO/IEC 15948), one byte a pixel. Empty when the picture is.
std::string to_png(const intake::PagePicture& picture);

} // namespace openimr::server
