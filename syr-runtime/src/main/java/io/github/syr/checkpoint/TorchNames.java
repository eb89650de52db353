package io.github.syr.checkpoint;

import java.util.Map;
import java.util.Optional;

/** The names that a checkpoint's pickle may use, and what they stand for. All others are refused. */
final class TorchNames {

    static final String ORDERED_DICT = "collections.OrderedDict";
    static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    /** As {@link #TENSOR} with the type behind, for types that have no storage class of their own. */
    static final String TENSOR_WITH_TYPE = "torch._utils._rebuild_tensor_v3";

    static final String PARAMETER = "torch._utils._rebuild_parameter";
    static final String UNTYPED = "torch.storage.UntypedStorage";

    private static final Map<String, DType> STORAGES = Map.ofEntries(
            Map.entry("torch.BoolStorage", DType.BOOL),
            Map.entry("torch.ByteStorage", DType.U8),
            Map.entry("torch.CharStorage", DType.I8),
            Map.entry("torch.ShortStorage", DType.I16),
            Map.entry("torch.IntStorage", DType.I32),
            Map.entry("torch.LongStorage", DType.I64),
            Map.entry("torch.HalfStorage", DType.F16),
            Map.entry("torch.BFloat16Storage", DType.BF16),
            Map.entry("torch.FloatStorage", DType.F32),
            Map.entry("torch.DoubleStorage", DType.F64),
            Map.entry(UNTYPED, DType.U8));

    private static final Map<String, DType> TYPES = Map.ofEntries(
            Map.entry("torch.bool", DType.BOOL),
            Map.entry("torch.uint8", DType.U8),
            Map.entry("torch.int8", DType.I8),
            Map.entry("torch.uint16", DType.U16),
            Map.entry("torch.int16", DType.I16),
            Map.entry("torch.uint32", DType.U32),
            Map.entry("torch.int32", DType.I32),
            Map.entry("torch.uint64", DType.U64),
            Map.entry("torch.int64", DType.I64),
            Map.entry("torch.float16", DType.F16),
            Map.entry("torch.bfloat16", DType.BF16),
            Map.entry("torch.float32", DType.F32),
            Map.entry("torch.float64", DType.F64));

    private TorchNames() {}

    static boolean isAllowed(String name) {
        return STORAGES.containsKey(name)
                || TYPES.containsKey(name)
                || switch (name) {
                    case ORDERED_DICT, TENSOR, TENSOR_WITH_TYPE, PARAMETER, "torch.storage.TypedStorage" -> true;
                    default -> false;
                };
    }

    /** What a storage class holds; {@link #UNTYPED} holds bytes. */
    static Optional<DType> storage(String name) {
        return Optional.ofNullable(STORAGES.get(name));
    }

    /** A {@code torch.dtype}. */
    static Optional<DType> type(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }
}
