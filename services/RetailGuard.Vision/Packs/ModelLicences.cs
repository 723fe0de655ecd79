namespace RetailGuard.Vision;

/// <summary>Licences under which a store may run a model (R53). Research-only and non-commercial ones are not among them.</summary>
internal static class ModelLicences
{
    public static IReadOnlyList<string> Approved { get; } = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0"];

    /// <exception cref="ModelPackException"><c>model-licence-unapproved</c>.</exception>
    public static void Require(string licence, string pack)
    {
        if (!Approved.Contains(licence, StringComparer.Ordinal))
        {
            throw new ModelPackException(
                "model-licence-unapproved",
                $"The model pack {pack} names the licence '{licence}'. Only these are approved: {string.Join(", ", Approved)}. Use another"
                    + " pack, or get the licence approved and added."
            );
        }
    }
}
