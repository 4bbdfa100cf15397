#!/usr/bin/env bash
# Measures the engines on a machine with a GPU and no network, in one go of under ten minutes.
#
#   bench/gpu.sh pack [FILE]      here: everything that is needed, Node and Vulkan's loader too, in one archive
#                                 (vmf-gpu.tgz); --tensorflow adds tfjs-node-gpu, to be linked there
#   tar xzf vmf-gpu.tgz           there (Linux of the same processor), then in vmf-gpu:
#   bench/gpu.sh run [FOLDER]     conformance on webgpu, bench:engines on webgpu beside PyTorch; results in one folder
#                                 (results)
#
# run looks for: a driver with Vulkan (nvidia_icd.json or its libraries), a Python with torch as $PYTHON or python3 (for
# ratios; with CUDA for float32, TF32 and bfloat16), and, if tfjs-node-gpu was packed, a C++ compiler and a TensorFlow
# with CUDA ($TENSORFLOW, its folder, or as Python finds it). What is missing is said, the rest is done.
#
#   run --small                   preset A with one image, a small head, one round: a trial of the way, on software Vulkan too
#                                 (VK_DRIVER_FILES=/usr/lib/chromium/vk_swiftshader_icd.json)
#
# Back home: npm run bench:engines -- --take FOLDER
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

say() { printf '%s\n' "$@" >&2; }
die() { say "gpu.sh: $*"; exit 1; }

# The libraries by name, as the loader knows them: 'libvulkan.so.1' to its file.
library() { ldconfig -p 2>/dev/null | sed -n "s|^\s*$1 (libc6.*x86-64.*) => ||p;s|^\s*$1 (libc6,AArch64.*) => ||p" | head -n 1; }

pack() {
  local archive='' with_tensorflow='' name file
  for name in "$@"; do
    case "$name" in
      --tensorflow) with_tensorflow=1 ;;
      -*) die "pack has no option $name" ;;
      *) archive="$name" ;;
    esac
  done
  archive="$(realpath -m "${archive:-vmf-gpu.tgz}")"
  [ "$(uname)" = Linux ] || die "pack on Linux: the archive carries this machine's Node"
  cd "$root" || exit 1
  npm run --silent build || die "the package does not build"
  staging="$(mktemp -d)"
  trap 'rm -rf "$staging"' EXIT
  local to="$staging/vmf-gpu"
  mkdir -p "$to/bin" "$to/lib"
  cp -L "$(node -p process.execPath)" "$to/bin/node"
  # The driver of NVIDIA draws on those of X11 even where nothing is shown.
  for name in libvulkan.so.1 libX11.so.6 libXext.so.6 libxcb.so.1 libXau.so.6 libXdmcp.so.6 libbsd.so.0 libmd.so.0; do
    file="$(library "$name")"
    if [ -n "$file" ]; then cp -L "$file" "$to/lib/$name"; else say "not packed, not here: $name"; fi
  done
  [ -e "$to/lib/libvulkan.so.1" ] || say "  without libvulkan.so.1 (apt-get install libvulkan1) the other machine must have it"
  cp -r package.json tsconfig.json dist bench examples src test "$to/"
  git rev-parse --short=10 HEAD >"$to/COMMIT" 2>/dev/null || echo unknown >"$to/COMMIT"
  node --import tsx bench/gpuPackages.ts | while read -r name; do
    mkdir -p "$to/$(dirname "$name")"
    cp -r "$name" "$to/$name"
  done
  # Of Dawn, which comes for five systems, this one's.
  find "$to/node_modules/webgpu/dist" -mindepth 1 -maxdepth 1 ! -name "linux-$(node -p process.arch)" -exec rm -rf {} +
  find "$to/node_modules" -name '*.map' -delete
  if [ -n "$with_tensorflow" ]; then
    mkdir -p "$to/tensorflow" && echo '{ "private": true }' >"$to/tensorflow/package.json"
    (cd "$to/tensorflow" && npm install --silent --ignore-scripts --no-audit --no-fund @tensorflow/tfjs-node-gpu@4.22.0) ||
      die "tfjs-node-gpu cannot be installed"
    # Without a core of its own it takes the package's.
    rm -rf "$to/tensorflow/node_modules/@tensorflow/tfjs-core"
    find "$to/tensorflow" -name '*.map' -delete
  fi
  tar czf "$archive.partial" -C "$staging" vmf-gpu && mv "$archive.partial" "$archive"
  say "packed: $archive ($(du -h "$archive" | cut -f1))"
}

# Vulkan: the system's loader or the one that was packed, and a driver for it to find.
vulkan() {
  if [ -z "$(library libvulkan.so.1)" ]; then
    if [ -e "$root/lib/libvulkan.so.1" ]; then
      say "Vulkan's loader: the packed one"
    else
      say "MISSING: libvulkan.so.1 (apt-get install libvulkan1)"
    fi
  else
    say "Vulkan's loader: the system's"
  fi
  # Last, so that the system's own libraries come first.
  export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$results/lib"
  mkdir -p "$results/lib"
  for file in "$root"/lib/*; do
    [ -e "$file" ] && [ -z "$(library "$(basename "$file")")" ] && cp "$file" "$results/lib/"
  done
  export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/tmp}"
  if [ -n "${VK_DRIVER_FILES:-}" ]; then
    say "Vulkan's driver: $VK_DRIVER_FILES, as VK_DRIVER_FILES says"
    return
  fi
  local found icd
  found="$(ls /usr/share/vulkan/icd.d/*nvidia* /etc/vulkan/icd.d/*nvidia* 2>/dev/null | head -n 1)"
  if [ -n "$found" ]; then
    say "Vulkan's driver: $found"
    export VK_DRIVER_FILES="$found"
    return
  fi
  [ -e /dev/nvidiactl ] || { say "Vulkan's driver: whatever is installed; no NVIDIA driver is"; return; }
  for icd in libGLX_nvidia.so.0 libEGL_nvidia.so.0; do
    if [ -n "$(library "$icd")" ]; then
      printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"1.3.0"}}\n' "$(library "$icd")" >"$results/nvidia_icd.json"
      export VK_DRIVER_FILES="$results/nvidia_icd.json"
      say "Vulkan's driver: $icd, named by $VK_DRIVER_FILES"
      return
    fi
  done
  say "MISSING: the graphics libraries of NVIDIA's driver (libGLX_nvidia.so.0): in a container set NVIDIA_DRIVER_CAPABILITIES=all"
}

python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python; do
    if "$candidate" -c 'import torch' 2>/dev/null; then
      export PYTHON="$candidate"
      say "PyTorch: $("$candidate" -c 'import torch; print(torch.__version__, "CUDA" if torch.cuda.is_available() else "no CUDA")') ($candidate)"
      return
    fi
  done
  say "MISSING: a Python with torch (PYTHON names one): there will be no ratios"
}

# Runs for at most $1 seconds, and no longer than all may take; what it says goes into a file of results too.
step() {
  local name="$1" limit="$2" left=$((deadline - SECONDS)) status
  shift 2
  if [ "$left" -lt 10 ]; then say "NOT DONE, no time left: $name"; return 1; fi
  [ "$limit" -gt "$left" ] && limit="$left"
  say "" "== $name (at most $limit s)"
  timeout --kill-after=5 "$limit" "$@" 2>&1 | tee "$results/$name.log"
  status="${PIPESTATUS[0]}"
  [ "$status" -eq 124 ] && say "STOPPED after $limit s: $name"
  [ "$status" -eq 0 ] || unwell="$unwell $name"
  return "$status"
}

run() {
  local small='' name
  results=''
  for name in "$@"; do
    case "$name" in
      --small) small=1 ;;
      -*) die "run has no option $name" ;;
      *) results="$name" ;;
    esac
  done
  results="$(realpath -m "${results:-results}")"
  mkdir -p "$results" || exit 1
  unwell='' SECONDS=0 deadline="${BENCH_SECONDS:-570}"
  cd "$root" || exit 1
  [ -d dist ] || die "there is no dist: run it in an unpacked archive, or after npm run build"
  local node=node
  if [ -x bin/node ]; then
    bin/node -e 0 2>/dev/null && node="$root/bin/node" || say "the packed Node does not run here ($(bin/node -e 0 2>&1 | head -n 1)); trying the system's"
  fi
  command -v "$node" >/dev/null || die "MISSING: Node"
  export BENCH_COMMIT="${BENCH_COMMIT:-$(cat COMMIT 2>/dev/null || echo unknown)}"
  { vulkan; python; } 2>&1 | tee "$results/machine.txt" >&2
  # As above, for this process: a pipe has its own.
  vulkan 2>/dev/null; python 2>/dev/null
  { uname -a; "$node" --version; nvidia-smi; } >>"$results/machine.txt" 2>&1

  local with_loader=("$node" --import tsx)
  bench() { # name, limit, arguments
    step "$1" "$2" env TSX_TSCONFIG_PATH=bench/tsconfig.json "${with_loader[@]}" bench/engines/run.ts --into "$results" "${@:3}"
  }
  if [ -n "$small" ]; then
    step conformance-webgpu 400 "${with_loader[@]}" test/tfjs/conformance/run.ts --engine webgpu --steps 20
    bench webgpu-head 300 --engine webgpu --only head --batch 1 --prototypes 4096 --rounds 1
    bench webgpu-A 300 --engine webgpu --preset A --only steps --only products --batch 1 --rounds 1
  else
    bench webgpu-vit-small 130 --engine webgpu --preset vit-small --only steps
    bench webgpu-head 60 --engine webgpu --only head
    step conformance-webgpu 120 "${with_loader[@]}" test/tfjs/conformance/run.ts --engine webgpu
    bench webgpu-vit-small-products 60 --engine webgpu --preset vit-small --only products --rounds 3
    bench webgpu-vit-tiny 100 --engine webgpu --preset vit-tiny --only steps --rounds 3
    bench webgpu-A-B 60 --engine webgpu --only steps
  fi
  tensorflow
  rm -rf "$results/lib"
  tar czf "$results.tgz" -C "$(dirname "$results")" "$(basename "$results")"
  say "" "results: $results, and all of it in $results.tgz; took $SECONDS s"
  [ -z "$unwell" ] || { say "not well:$unwell"; exit 1; }
}

# TensorFlow on CUDA, if its package was carried.
tensorflow() {
  [ -d tensorflow ] || { say "" "tensorflow-gpu: not packed (pack --tensorflow)"; return; }
  local from=() package="$root/tensorflow/node_modules/@tensorflow/tfjs-node-gpu"
  [ -n "${TENSORFLOW:-}" ] && from=(--tensorflow "$TENSORFLOW")
  [ -z "${TENSORFLOW:-}" ] && [ -n "${PYTHON:-}" ] && from=(--python "$PYTHON")
  step link-tensorflow 100 "$node" dist/cli/main.js link-tensorflow --gpu --package-folder "$package" "${from[@]}" || return
  local cache="$root/node_modules/.cache/von-mises-fisher"
  mkdir -p "$cache" && rm -rf "$cache/tensorflow" && ln -s "$root/tensorflow" "$cache/tensorflow" && touch "$root/tensorflow/ready"
  # Bounds of float32: TensorFlow would multiply in TF32.
  local engine=tensorflow-gpu
  [ -e /dev/nvidiactl ] || engine=tensorflow
  step "conformance-$engine" 90 env NVIDIA_TF32_OVERRIDE=0 "${with_loader[@]}" test/tfjs/conformance/run.ts --engine "$engine"
  if [ -n "$small" ]; then
    bench "$engine-A" 60 --engine "$engine" --preset A --only steps --rounds 1
  else
    bench "$engine-vit-small" 100 --engine "$engine" --preset vit-small --only steps --only head
  fi
}

case "${1:-}" in
  pack) shift; pack "$@" ;;
  run) shift; run "$@" ;;
  *) sed -n '2,21s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
