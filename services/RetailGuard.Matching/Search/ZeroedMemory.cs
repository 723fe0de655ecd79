using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RetailGuard.Matching.Search;

/// <summary>
/// Memory outside the collected heap for faces' data: zero when taken, zeroed before it is given back. That happens on Dispose or,
/// when an owner was dropped without it, on finalization (R1, R12).
/// </summary>
internal sealed unsafe partial class ZeroedMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>A cache line, so that no vector load straddles two.</summary>
    private const nuint CacheLine = 64;

    private const nuint HugePage = 2 << 20;

    /// <summary>Linux's MADV_HUGEPAGE.</summary>
    private const int WantHugePages = 14;

    public ZeroedMemory(long bytes)
        : base(ownsHandle: true)
    {
        Bytes = bytes;
        var pages = (nuint)bytes / HugePage;
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, pages > 0 ? HugePage : CacheLine);
        if (pages > 0)
        {
            // Reading through small pages costs up to a tenth of the bandwidth in address look-ups. A refusal costs no more than that.
            _ = Advise(Start, pages * HugePage, WantHugePages);
        }

        NativeMemory.Clear(Start, (nuint)bytes);
        SetHandle((nint)Start);
    }

    public long Bytes { get; }

    public byte* Start { get; }

    protected override void Dispose(bool disposing)
    {
        if (!IsClosed && !IsInvalid)
        {
            NativeMemory.Clear(Start, (nuint)Bytes);
        }

        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree(Start);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(byte* start, nuint bytes, int advice);
}
