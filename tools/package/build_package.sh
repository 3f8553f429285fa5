#!/usr/bin/env bash
# A Debian package of the release build: build/openimr_VERSION_ARCH.deb. Run by ./run package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

version=$(build/release/openimr --version | awk '{print $2}')
arch=$(dpkg --print-architecture)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"

install -d "$root/usr/bin" "$root/usr/libexec/openimr" "$root/usr/share/openimr" "$root/usr/share/doc/openimr" \
  "$root/lib/systemd/system" "$root/etc/openimr" "$root/DEBIAN"
install -m 0755 build/release/openimr build/release/openimr-verify "$root/usr/bin/"
install -m 0755 build/release/openimr-extract "$root/usr/libexec/openimr/"
strip "$root"/usr/bin/* "$root/usr/libexec/openimr/openimr-extract"
cp -r packs examples "$root/usr/share/openimr/"
[ ! -f web/dist/index.html ] || cp -r web/dist "$root/usr/share/openimr/web"
install -m 0644 README.md CHANGELOG.md NOTICE docs/how_to/serve.md "$root/usr/share/doc/openimr/"
cat LICENSE >"$root/usr/share/doc/openimr/copyright"
install -m 0644 src/intake/worker/COPYING "$root/usr/share/doc/openimr/copyright.openimr-extract"
install -m 0644 tools/package/openimr.service "$root/lib/systemd/system/"
install -m 0640 tools/package/openimr.env "$root/etc/openimr/"
find "$root/usr/share" -type f -exec chmod 0644 {} +
find "$root/usr/share" -type d -exec chmod 0755 {} +

# The packages that hold the libraries the programs load.
mkdir -p "$root/debian" && touch "$root/debian/control"
depends=$(ldd build/release/openimr build/release/openimr-extract | awk '$2 == "=>" {print $3}' | sort -u |
  xargs -r -n1 readlink -f | xargs -r -n1 sh -c 'dpkg -S "$0" 2>/dev/null || dpkg -S "${0#/usr}" 2>/dev/null || true' |
  cut -d: -f1 | sort -u | paste -sd, | sed 's/,/, /g')
rm -rf "$root/debian"

cat >"$root/DEBIAN/control" <<END
Package: openimr
Version: $version
Architecture: $arch
Maintainer: OpenIMR maintainers <maintainers@openimr.invalid>
Section: misc
Priority: optional
Depends: $depends, tesseract-ocr-eng, tesseract-ocr-spa, poppler-data, tzdata, fonts-dejavu-core, fonts-liberation2 | fonts-liberation, adduser
Suggests: postgresql, nginx
Description: independent medical review, from the faxed record to the issued determination
 Reads the record, extracts facts with their place, evaluates guidelines, drafts the determination, and keeps the case.
 A physician decides.
END
echo /etc/openimr/openimr.env >"$root/DEBIAN/conffiles"
install -m 0755 tools/package/postinst tools/package/prerm "$root/DEBIAN/"
dpkg-deb --root-owner-group --build "$root" "build/openimr_${version}_${arch}.deb"
