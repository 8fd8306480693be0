#!/bin/sh
# Makes the packages of the last commit twice, from nothing, in two folders and circumstances, and compares the bytes.
set -eu
cd "$(dirname "$0")/.."
copies=$PWD/build/reproducible
rm -rf "$copies"

make_packages() {
    git clone --quiet . "$copies/$1"
    CCACHE_DIR=$copies/$1/build/ccache make --directory "$copies/$1" packages # nothing is taken from the other's cache
}
(umask 022 && LC_ALL=C TZ=UTC make_packages one)
(umask 077 && LC_ALL=C.UTF-8 TZ=Asia/Shanghai make_packages a/second/one)

cd "$copies/one/build/packages"
sha256sum -- * | tee "$copies/sums"
cd "$copies/a/second/one/build/packages"
sha256sum --quiet --check "$copies/sums"
echo 'The same bytes.'
