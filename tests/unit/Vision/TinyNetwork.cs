using System.Runtime.InteropServices;
using System.Text;

namespace RetailGuard.Tests.Unit.Vision;

/// <summary>
/// Writes ONNX networks: for packs whose real networks cannot be had here, for answers that a real network gives too seldom, and for
/// values in the middle that are known. Field numbers are those of onnx.proto.
/// </summary>
internal static class TinyNetwork
{
    private const int Float = 1;

    /// <summary>A network that answers the same whatever it is shown.</summary>
    /// <param name="input">Shape of the one input, named <c>input</c>.</param>
    /// <param name="outputs">Values of each output, by name; its shape is [1, n].</param>
    public static byte[] Constant(long[] input, IReadOnlyDictionary<string, float[]> outputs)
    {
        List<byte[]> graph = [Message(11, ValueInfo("input", input))];
        foreach (var (name, values) in outputs)
        {
            graph.Add(Node("Identity", name, $"{name}_values"));
            graph.Add(Message(5, Tensor($"{name}_values", values)));
            graph.Add(Message(12, ValueInfo(name, [1, values.Length])));
        }

        return Model(graph);
    }

    /// <summary>A network that adds 1000 to its input, in working memory of the runtime, and answers with the negative of that.</summary>
    public static byte[] AddThenNegate(long[] shape) =>
        Model([
            Message(11, ValueInfo("input", shape)),
            Message(5, Tensor("thousand", [1000])),
            Node("Add", "sum", "input", "thousand"),
            Node("Neg", "output", "sum"),
            Message(12, ValueInfo("output", shape)),
        ]);

    private static byte[] Model(IEnumerable<byte[]> graph) =>
        [.. Number(1, 8), .. Message(7, [.. Text(2, "tiny"), .. graph.SelectMany(part => part)]), .. Message(8, Number(2, 17))];

    private static byte[] Node(string operation, string output, params string[] inputs) =>
        Message(1, [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, operation)]);

    private static byte[] Tensor(string name, float[] values) =>
        [
            .. Number(1, 1),
            .. Number(1, values.Length),
            .. Number(2, Float),
            .. Text(8, name),
            .. Message(9, MemoryMarshal.AsBytes<float>(values).ToArray()),
        ];

    private static byte[] ValueInfo(string name, long[] shape)
    {
        byte[] dimensions = [.. shape.SelectMany(length => Message(1, Number(1, length)))];
        return [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, Float), .. Message(2, dimensions)]))];
    }

    private static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(long value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7)
        {
            bytes.Add((byte)(value | 128));
        }

        return [.. bytes, (byte)value];
    }
}
