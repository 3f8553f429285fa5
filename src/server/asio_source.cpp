// The compiled part of Asio and Beast, once (docs/decisions/http-server.md).
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
