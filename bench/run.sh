#!/usr/bin/env bash
# Measures Sallyport beside its peers, in one suite: README.md. Options go to mcp-bench.mjs, the last of a kind counts.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")

"$here/setup.sh"
# Builds what is missing or old, and records the cache of loaded classes, as an installation does.
"$root/sallyport" warmup
variables=$("$here/setup.sh" env)
eval "$variables"
BENCH_STATE=$(mktemp -d)
export BENCH_STATE
trap 'rm -rf "$BENCH_STATE"' EXIT
only=sallyport-stdio,sallyport-demo,dbhub-stdio,toolbox-stdio
SALLYPORT_DIST=
for folder in "$root"/target/dist/sallyport-*; do
    if [ -x "$folder/sallyport" ]; then
        SALLYPORT_DIST=$folder
        only=$only,sallyport-dist
    fi
done
export SALLYPORT_DIST
mkdir -p "$root/target/bench"
node "$here/mcp-bench.mjs" --suite "$here/peers.json" --only "$only" \
    --baseline toolbox-stdio --rounds 5 --out "$root/target/bench/result.json" "$@"
