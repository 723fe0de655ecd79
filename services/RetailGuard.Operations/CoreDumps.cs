using System.Runtime.InteropServices;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>A crash must not write faces to disk (R1): this process leaves no core dump.</summary>
public static partial class CoreDumps
{
    private const int CoreLimit = 4;

    /// <exception cref="StorageException">The system does not allow to forbid them.</exception>
    public static void Forbid()
    {
        if (SetLimit(CoreLimit, default) != 0)
        {
            throw new StorageException(
                "core-dumps",
                "Core dumps cannot be forbidden for this process; whatever starts it must limit them to 0 (LimitCORE=0, ulimit -c 0)."
            );
        }
    }

    private readonly record struct Limit(nuint Soft, nuint Hard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);
}
