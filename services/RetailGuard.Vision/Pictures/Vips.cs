using System.Runtime.InteropServices;

namespace RetailGuard.Vision;

/// <summary>The part of libvips' C API that <see cref="Pictures"/> needs. Variadic calls end their options at once with a null.</summary>
internal static unsafe partial class Vips
{
    public const int Srgb = 22;
    public const int UnsignedChar = 0;

    private const string Library = "vips";
    private const int LogLevelWarning = 1 << 4;

    static Vips()
    {
        if (Init("retailguard") != 0)
        {
            throw new InvalidOperationException("libvips did not start.");
        }

        // What is wrong with a picture is told by the refusal; libvips would also print it.
        LogSetHandler("VIPS", LogLevelWarning, &Ignore, 0);
        // R1: a cache of operations would keep pictures of faces in memory after they were decoded.
        CacheSetMax(0);
        CacheSetMaxMem(0);
        CacheSetMaxFiles(0);
        // One picture keeps to one core; callers decide how many pictures run side by side.
        ConcurrencySet(1);
        // What arrives here comes from strangers: only the three decoders that are needed can be reached.
        OperationBlockSet("VipsForeignLoad", true);
        OperationBlockSet("VipsForeignLoadJpeg", false);
        OperationBlockSet("VipsForeignLoadPng", false);
        OperationBlockSet("VipsForeignLoadWebp", false);
    }

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_buffer", StringMarshalling = StringMarshalling.Utf8)]
    public static partial Image NewFromBuffer(byte* buffer, nuint length, string options, nint end = 0);

    [LibraryImport(Library, EntryPoint = "vips_image_new_from_memory")]
    public static partial Image NewFromMemory(byte* pixels, nuint length, int width, int height, int bands, int format);

    [LibraryImport(Library, EntryPoint = "vips_image_get_width")]
    public static partial int Width(Image image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_height")]
    public static partial int Height(Image image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_bands")]
    public static partial int Bands(Image image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_format")]
    public static partial int Format(Image image);

    [LibraryImport(Library, EntryPoint = "vips_image_get_orientation")]
    public static partial int Orientation(Image image);

    [LibraryImport(Library, EntryPoint = "vips_image_hasalpha")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool HasAlpha(Image image);

    [LibraryImport(Library, EntryPoint = "vips_image_copy_memory")]
    public static partial Image CopyMemory(Image image);

    [LibraryImport(Library, EntryPoint = "vips_autorot")]
    public static partial int AutoRotate(Image image, out Image upright, nint end = 0);

    [LibraryImport(Library, EntryPoint = "vips_flatten")]
    public static partial int Flatten(Image image, out Image opaque, nint end = 0);

    [LibraryImport(Library, EntryPoint = "vips_colourspace")]
    public static partial int ToColourSpace(Image image, out Image converted, int space, nint end = 0);

    [LibraryImport(Library, EntryPoint = "vips_resize")]
    public static partial int Resize(Image image, out Image resized, double scale, nint end = 0);

    [LibraryImport(Library, EntryPoint = "vips_image_write_to_memory")]
    public static partial byte* WriteToMemory(Image image, out nuint length);

    [LibraryImport(Library, EntryPoint = "vips_image_write_to_buffer", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int WriteToBuffer(Image image, string suffix, out byte* buffer, out nuint length, nint end = 0);

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    public static partial void ErrorClear();

    [LibraryImport(Library, EntryPoint = "g_free")]
    public static partial void Free(byte* memory);

    [LibraryImport(Library, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Init(string program);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max")]
    private static partial void CacheSetMax(int operations);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max_mem")]
    private static partial void CacheSetMaxMem(nuint bytes);

    [LibraryImport(Library, EntryPoint = "vips_cache_set_max_files")]
    private static partial void CacheSetMaxFiles(int files);

    [LibraryImport(Library, EntryPoint = "vips_concurrency_set")]
    private static partial void ConcurrencySet(int threads);

    [LibraryImport(Library, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void OperationBlockSet(string operation, [MarshalAs(UnmanagedType.Bool)] bool blocked);

    [LibraryImport(Library, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint LogSetHandler(
        string domain,
        int levels,
        delegate* unmanaged<byte*, int, byte*, nint, void> handler,
        nint data
    );

    [UnmanagedCallersOnly]
    private static void Ignore(byte* domain, int level, byte* message, nint data) { }

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    private static partial void Unref(nint gobject);

    /// <summary>A reference to a VipsImage; invalid when the call that should have made it failed.</summary>
    public sealed class Image() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            Unref(handle);
            return true;
        }
    }
}
