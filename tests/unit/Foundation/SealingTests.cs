using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RetailGuard.Foundation;

namespace RetailGuard.Tests.Unit.Foundation;

public sealed class SealingTests
{
    private const string Context = "entry/1";
    private static readonly byte[] Key = [.. Enumerable.Range(0, Sealing.KeyBytes).Select(i => (byte)i)];
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("a template");

    [Fact]
    public void What_was_sealed_opens_as_it_was() =>
        Prop.ForAll(
                Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b)).ToArbitrary(),
                plain => Sealing.Open(Key, Sealing.Seal(Key, plain, Context), Context).ShouldBe(plain)
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Any_changed_bit_is_found()
    {
        var whole = Sealing.Seal(Key, Plain, Context);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Should.Throw<CryptographicException>(() => Sealing.Open(Key, changed, Context), $"bit {bit} was changed");
        }
    }

    [Fact]
    public void Any_shorter_or_longer_value_is_found()
    {
        var whole = Sealing.Seal(Key, Plain, Context);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = whole[..length];
            Should.Throw<CryptographicException>(() => Sealing.Open(Key, cut, Context), $"cut to {length} bytes");
        }

        Should.Throw<CryptographicException>(() => Sealing.Open(Key, [.. whole, 0], Context));
    }

    [Fact]
    public void Another_key_does_not_open_it() =>
        Should.Throw<CryptographicException>(() => Sealing.Open(Sealing.NewKey(), Sealing.Seal(Key, Plain, Context), Context));

    [Fact]
    public void A_value_that_was_moved_to_another_record_does_not_open() =>
        Should.Throw<CryptographicException>(() => Sealing.Open(Key, Sealing.Seal(Key, Plain, Context), "entry/2"));

    [Fact]
    public void The_same_value_never_looks_the_same_twice() =>
        Sealing.Seal(Key, Plain, Context).ShouldNotBe(Sealing.Seal(Key, Plain, Context));

    [Fact]
    public void A_new_key_has_256_bits_and_is_a_new_one()
    {
        Sealing.NewKey().Length.ShouldBe(32);
        Sealing.NewKey().ShouldNotBe(Sealing.NewKey());
    }
}
