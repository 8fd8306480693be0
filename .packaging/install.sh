#!/bin/sh
# Installs what was built, below PREFIX, which $DESTDIR precedes; or removes what the last installation wrote, and the folders that
# were made for it, if they are empty. The folder NOTES says what that was.
#     .packaging/install.sh BUILD PREFIX NOTES
#     .packaging/install.sh --undo NOTES
set -eu

install() {
    build=$1 notes=$3
    case $2 in /*) prefix=$2 ;; *) prefix=$PWD/$2 ;; esac
    folders() { find "${DESTDIR-}$prefix" -type d 2>/dev/null | sort; }

    mkdir -p "$notes"
    rm -f "$build/install_manifest.txt" # root may have left it
    folders >"$notes/folders_before"
    cmake --install "$build" --prefix "$prefix"
    sed "s|^|${DESTDIR-}|" "$build/install_manifest.txt" >"$notes/files"
    # Added to those of earlier installations, which are still there and are not made again.
    folders | comm -13 "$notes/folders_before" - >>"$notes/folders"
    rm "$notes/folders_before"
}

uninstall() {
    notes=$1
    [ -e "$notes/files" ] || { echo 'Nothing was installed from here.' >&2 && exit 1; }
    while IFS= read -r file || [ -n "$file" ]; do
        rm -f "$file"
    done <"$notes/files"
    sort -r "$notes/folders" | while IFS= read -r folder; do
        rmdir "$folder" 2>/dev/null || true # not empty, or gone
    done
    rm -r "$notes"
}

case $1 in
--undo) uninstall "$2" ;;
*) install "$@" ;;
esac
