using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RetailGuard.Matching.Search;

/// <summary>
/// Memory outside the collected heap for faces' data: zero when taken, zeroed before it is given back. That happens on Dispose or,
/// when an owner was dropped without it, on finalization (R1, R12).
/// </summary>
internal sealed unsafe class ZeroedMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>A cache line, so that no vector load straddles two.</summary>
    private const nuint Alignment = 64;

    public ZeroedMemory(long bytes)
        : base(ownsHandle: true)
    {
        Bytes = bytes;
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
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
}
