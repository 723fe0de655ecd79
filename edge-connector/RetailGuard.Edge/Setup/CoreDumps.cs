using System.Runtime.InteropServices;

namespace RetailGuard.Edge.Setup;

/// <summary>A crash must not write faces to disk (R1): neither this process nor its ffmpeg children leave a core dump.</summary>
internal static partial class CoreDumps
{
    private const int CoreLimit = 4;

    /// <exception cref="EdgeSetupException">The system does not allow to forbid them.</exception>
    public static void Forbid()
    {
        if (OperatingSystem.IsLinux() && SetLimit(CoreLimit, default) != 0)
        {
            throw new EdgeSetupException(
                "core-dumps",
                "Core dumps cannot be forbidden for this process; its service must set LimitCORE=0."
            );
        }
    }

    private readonly record struct Limit(nuint Soft, nuint Hard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);
}
