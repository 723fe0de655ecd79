using Microsoft.ML.OnnxRuntime;

namespace RetailGuard.Vision;

/// <summary>
/// One network with one float input of a fixed shape. Input and outputs are pinned buffers of ours, reused by every run, so that they
/// can be zeroed (R1).
/// </summary>
internal sealed class Network : IDisposable
{
    private readonly string _part;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtIoBinding _binding;
    private readonly float[] _input;
    private readonly Dictionary<string, float[]> _outputs = new(StringComparer.Ordinal);
    private readonly List<OrtValue> _bound = [];

    static Network() => OnnxTelemetry.Forbid();

    /// <param name="part">Which part of the pack it is, for messages.</param>
    /// <param name="model">ONNX bytes.</param>
    /// <param name="input">The shape that the manifest states.</param>
    /// <param name="threads">Threads within the network.</param>
    /// <exception cref="ModelPackException"><c>model-invalid</c>.</exception>
    public Network(string part, byte[] model, NetworkInput input, int threads)
    {
        _part = part;
        Shape = input;
        try
        {
            using var options = Options(threads);
            _session = new(model, options);
        }
        catch (OnnxRuntimeException fault)
        {
            throw Invalid("ONNX Runtime cannot load it", fault);
        }

        long[] shape = [1, input.Depth, input.Height, input.Width];
        _input = GC.AllocateArray<float>(input.Depth * input.Height * input.Width, pinned: true);
        _binding = _session.CreateIoBinding();
        try
        {
            var name = _session.InputNames.Single();
            _binding.BindInput(name, Bind(_input, shape));
            // A first run tells the outputs' shapes, also where the model leaves them open.
            using var outputs = _session.Run(_run, [name], [_bound[0]], _session.OutputNames);
            foreach (var (output, value) in _session.OutputNames.Zip(outputs))
            {
                var found = value.GetTensorTypeAndShape();
                _outputs[output] = GC.AllocateArray<float>((int)found.ElementCount, pinned: true);
                _binding.BindOutput(output, Bind(_outputs[output], found.Shape));
            }

            Run();
            Clear();
        }
        catch (Exception fault) when (fault is OnnxRuntimeException or InvalidOperationException)
        {
            Dispose();
            throw Invalid($"it does not take one float input of {string.Join('×', shape)}", fault);
        }
    }

    /// <summary>The input's shape and how pixels go into it.</summary>
    public NetworkInput Shape { get; }

    /// <summary>Planes of channels, row-major.</summary>
    public Span<float> Input => _input;

    /// <summary>An output by name; the only one when <paramref name="name"/> is null.</summary>
    /// <param name="name">Output's name in the model.</param>
    /// <param name="length">Number of values that it must have.</param>
    /// <exception cref="ModelPackException"><c>model-invalid</c>: there is none of that name and length.</exception>
    public ReadOnlyMemory<float> Output(string? name, int length)
    {
        name ??= _outputs.Count == 1 ? _outputs.Keys.Single() : "";
        return _outputs.GetValueOrDefault(name) is { } values && values.Length == length
            ? values
            : throw Invalid($"it has no output {(name.Length > 0 ? $"'{name}' " : "")}of {length} values");
    }

    public void Run() => _session.RunWithBinding(_run, _binding);

    /// <summary>Zeroes input and outputs (R1).</summary>
    public void Clear()
    {
        Array.Clear(_input);
        foreach (var output in _outputs.Values)
        {
            Array.Clear(output);
        }
    }

    /// <summary>
    /// Overwrites what ONNX Runtime's working memory holds of the last run (R1): with fixed shapes a blank run uses the same places.
    /// </summary>
    public void Forget()
    {
        Clear();
        Run();
        Clear();
    }

    public void Dispose()
    {
        Clear();
        _binding.Dispose();
        _bound.ForEach(value => value.Dispose());
        _run.Dispose();
        _session.Dispose();
    }

    private static SessionOptions Options(int threads)
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            EnableProfiling = false,
            EnableMemoryPattern = true,
        };
        // Values next to zero, which real faces bring about, would take the processor's slow path.
        options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        // Cameras leave pauses: waiting threads must not burn the cores that capture and other workers need.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private OrtValue Bind(float[] buffer, long[] shape)
    {
        var value = OrtValue.CreateTensorValueFromMemory(buffer, shape);
        _bound.Add(value);
        return value;
    }

    private ModelPackException Invalid(string fault, Exception? inner = null) =>
        new("model-invalid", $"The pack's {_part} network does not fit its manifest: {fault}.", inner);
}
