namespace RetailGuard.Billing;

/// <summary>Inland Revenue's numbers, by which a business is registered for GST.</summary>
internal static class GstNumbers
{
    private const int Modulus = 11;
    private const int Digits = 9;

    private static readonly int[] Weights = [3, 2, 7, 6, 5, 4, 3, 2];

    // Taken where the first ones leave a remainder of ten.
    private static readonly int[] SecondWeights = [7, 4, 3, 2, 5, 2, 7, 6];

    /// <summary>Whether the number has its form and its check digit: 8 or 9 digits, with hyphens or spaces as people write them.</summary>
    public static bool AreRight(string text)
    {
        var digits = text.Where(c => c is not ('-' or ' ')).ToArray();
        if (digits.Length is not (Digits - 1 or Digits) || !digits.All(char.IsAsciiDigit))
        {
            return false;
        }

        int[] all = [.. digits.Length < Digits ? [0] : Array.Empty<int>(), .. digits.Select(c => c - '0')];
        var check = CheckDigit(all, Weights);
        return (check < Modulus - 1 ? check : CheckDigit(all, SecondWeights)) == all[^1];
    }

    private static int CheckDigit(int[] digits, int[] weights) =>
        (Modulus - (weights.Zip(digits, (w, d) => w * d).Sum() % Modulus)) % Modulus;
}
