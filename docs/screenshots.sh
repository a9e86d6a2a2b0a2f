#!/usr/bin/env bash
# Opens the report of the demo in headless Chromium at two widths, light and dark, fails on any console message or
# attempt to reach the network, and writes the pictures.
#   docs/screenshots.sh [FOLDER]     default: docs/images
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=$(mkdir -p "${1:-$root/docs/images}" && cd "${1:-$root/docs/images}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$root" && go run ./cmd/detente demo -o "$work/demo" --force > "$work/demo.txt")
page="file://$work/demo/out/report.html"
# A narrow window is not given a narrow layout, so the narrow page stands in a frame.
printf '<body style="margin:0"><iframe style="border:0" width="390" height="2400" src="%s"></iframe>' "$page" > "$work/narrow.html"

shot() { # name, address, width, height, 0 dark or 1 light
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking --disable-component-update --blink-settings=preferredColorScheme="$5" \
        --allow-file-access-from-files --enable-logging=stderr --log-net-log="$work/net.json" \
        --screenshot="$out/$1.png" --window-size="$3,$4" "$2" 2> "$work/log" > /dev/null
    if grep -n 'CONSOLE' "$work/log"; then
        echo "$1: the page writes to the console" >&2
        exit 1
    fi
    if grep -oE '"url":"(https?|wss?)://[^"]*"' "$work/net.json" | grep -vE 'google|gstatic|gvt1'; then
        echo "$1: the page reaches for the network" >&2
        exit 1
    fi
    test -s "$out/$1.png"
    echo "wrote $out/$1.png"
}

shot report "$page" 1280 1300 1 # the one in the README
shot report-light "$page" 1280 2400 1
shot report-dark "$page" 1280 2400 0
shot report-narrow-light "file://$work/narrow.html" 390 2400 1
shot report-narrow-dark "file://$work/narrow.html" 390 2400 0
