using System.Runtime.InteropServices;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>What this process leaves on disk: no core dump, since a crash must not write faces there (R1), and no file that others can read.</summary>
public static partial class ProcessFiles
{
    private const int CoreLimit = 4;
    private const uint OthersBits = 0b111_111;

    /// <exception cref="StorageException">The system does not allow to forbid them.</exception>
    public static void ForbidCoreDumps()
    {
        if (SetLimit(CoreLimit, default) != 0)
        {
            throw new StorageException(
                "core-dumps",
                "Core dumps cannot be forbidden for this process; whatever starts it must limit them to 0 (LimitCORE=0, ulimit -c 0)."
            );
        }
    }

    /// <summary>Every file and folder that is made from now on is its owner's alone.</summary>
    public static void MakeForOwnerOnly() => _ = SetMask(OthersBits);

    private readonly record struct Limit(nuint Soft, nuint Hard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetMask(uint withoutBits);
}
