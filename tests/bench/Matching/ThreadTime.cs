using System.Runtime.InteropServices;

namespace RetailGuard.Bench.Matching;

/// <summary>
/// Processor time of the calling thread. Waiting for a processor that another program holds does not count, so the result is the same
/// on a busy machine, but for the caches and the memory bandwidth that are shared.
/// </summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3;

    public static double Seconds()
    {
        _ = GetTime(ThreadClock, out var time);
        return time.Seconds + (time.Nanoseconds / 1e9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private readonly struct TimeSpec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
