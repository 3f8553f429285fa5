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
install -m 0644 README.md NOTICE docs/how_to/serve.md "$root/usr/share/doc/openimr/"
install -m 0644 tools/package/copyright "$root/usr/share/doc/openimr/"
gzip -9n <CHANGELOG.md >"$root/usr/share/doc/openimr/CHANGELOG.md.gz"
printf 'openimr (%s) stable; urgency=medium\n\n  * What changed is told in CHANGELOG.md.gz beside this file.\n\n -- OpenIMR maintainers <maintainers@openimr.invalid>  %s\n' \
  "$version" "$(LC_ALL=C git log -1 --format=%cD 2>/dev/null || LC_ALL=C date -R)" | gzip -9n >"$root/usr/share/doc/openimr/changelog.gz"
install -d "$root/usr/share/man/man1" "$root/usr/share/lintian/overrides"
for page in openimr openimr-verify; do gzip -9n <"tools/package/$page.1" >"$root/usr/share/man/man1/$page.1.gz"; done
install -m 0644 tools/package/lintian-overrides "$root/usr/share/lintian/overrides/openimr"
install -m 0644 src/intake/worker/COPYING "$root/usr/share/doc/openimr/copyright.openimr-extract"
install -m 0644 tools/package/openimr.service "$root/lib/systemd/system/"
install -m 0640 tools/package/openimr.env "$root/etc/openimr/"
find "$root/usr/share" -type f -exec chmod 0644 {} +
find "$root/usr/share" -type d -exec chmod 0755 {} +

# The packages that hold the libraries which the programs themselves name; what those stand on, they name themselves.
programs=(build/release/openimr build/release/openimr-verify build/release/openimr-extract)
named=$(objdump -p "${programs[@]}" | awk '$1 == "NEEDED" {print $2}' | sort -u)
depends=$(ldd "${programs[@]}" | awk '$2 == "=>" {print $1, $3}' | sort -u | grep -Fwf <(printf '%s\n' "$named") | awk '{print $2}' |
  xargs -r -n1 readlink -f | while read -r library; do dpkg -S "$library" 2>/dev/null || dpkg -S "${library#/usr}"; done |
  cut -d: -f1 | sort -u | paste -sd, | sed 's/,/, /g')
[ -n "$depends" ] || { echo "build_package: no package was found that holds the libraries" >&2; exit 1; }

cat >"$root/DEBIAN/control" <<END
Package: openimr
Version: $version
Architecture: $arch
Maintainer: OpenIMR maintainers <maintainers@openimr.invalid>
Section: science
Priority: optional
Depends: $depends, tesseract-ocr-eng, tesseract-ocr-spa, poppler-data, tzdata, fonts-dejavu-core, fonts-liberation2 | fonts-liberation, adduser
Suggests: postgresql, nginx
Description: independent medical review, from faxed record to determination
 Reads the record, extracts facts with their place, evaluates guidelines,
 drafts the determination, and keeps the case. A physician decides.
END
echo /etc/openimr/openimr.env >"$root/DEBIAN/conffiles"
install -m 0755 tools/package/postinst tools/package/prerm tools/package/postrm "$root/DEBIAN/"
size=$(du -k -s --exclude=DEBIAN "$root" | cut -f1)
sed -i "s/^Section:/Installed-Size: $size\nSection:/" "$root/DEBIAN/control"
dpkg-deb --root-owner-group --build "$root" "build/openimr_${version}_${arch}.deb"
