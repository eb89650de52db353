#!/usr/bin/env bash
# Measures SYR beside PyTorch on this machine's GPU, in ten minutes at most, and writes what docs/gpu.md shows:
#
#     bench/gpu.sh prepare          on a machine with Maven: SYR's jars into syr-bench/target/jars
#     bench/gpu.sh FOLDER           on the machine with the GPU: nothing is fetched
#
# It needs Java 17, and a Python (PYTHON, else python3) with bench/performance/requirements.txt, whose PyTorch both sides run on. One of
# another version than DJL's binding is for: PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR, as DJL reads them. Without a GPU two
# rows are measured on the CPU, to see that the script runs.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
jars=syr-bench/target/jars

if [ "${1:-}" = prepare ]; then
  mvn -B -ntp -q -pl syr-bench -am -DskipTests package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$PWD/$jars"
  cp syr-bench/target/syr-bench-*.jar "$jars"
  exit
fi

out=${1:?"a folder for the results is missing: bench/gpu.sh FOLDER"}
[ -d "$jars" ] || { echo "SYR's jars are missing: run bench/gpu.sh prepare, and bring $jars here." >&2; exit 1; }
mkdir -p "$out"
device=cpu
nvidia-smi > /dev/null 2>&1 && device=gpu
{
  date -u +%F
  uname -srm
  java -version 2>&1 | head -1
  "$python" -c 'import torch; print("PyTorch", torch.__version__, "CUDA", torch.version.cuda)'
  if [ $device = gpu ]; then nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader; else echo "no GPU"; fi
} | tee "$out/machine.txt"
rows=()
[ $device = gpu ] || rows=(--rows load,box)
# TF32 would be another arithmetic than the one that is compared
NVIDIA_TF32_OVERRIDE=0 timeout 600 "$python" bench/performance/compare.py "$out" --device $device --classpath "$jars/*" --rounds 1 "${rows[@]}" \
  | tee "$out/table.md"
