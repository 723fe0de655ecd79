using System.Runtime.InteropServices;

namespace RetailGuard.Vision;

/// <summary>
/// ONNX Runtime (seen with 1.31.1) reports its use to its maker: it opens an uploader, and writes a device id, a queue and a log to
/// disk. A machine that handles faces tells nobody anything and writes nothing (R1).
/// </summary>
internal static partial class OnnxTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Forbids it for this process. Only has an effect before ONNX Runtime's first call.</summary>
    /// <exception cref="InvalidOperationException">The environment cannot be changed.</exception>
    public static void Forbid()
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
        else if (SetEnvironment(Variable, "1", overwrite: 1) != 0) // .NET keeps its own copy of the environment, which native code does not see.
        {
            throw new InvalidOperationException("ONNX Runtime's telemetry cannot be turned off.");
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
