using System.Globalization;
using RetailGuard.Notices;
using RetailGuard.Tools.Simulator;
using RetailGuard.Vision;

namespace RetailGuard.Tests.Unit.Notices;

[Trait("Rule", "R33")]
public sealed class PosterPhotoTests
{
    [Fact]
    public void Every_posters_code_is_read_from_a_clean_picture_of_it()
    {
        List<string> unread = [];
        for (var i = 0; i < 200; i++)
        {
            var address = string.Create(
                CultureInfo.InvariantCulture,
                $"https://stores.example.co.nz/n/{PosterCode.NewEntrance()}{PosterCode.WordsOf($"{i}")}"
            );
            using var picture = Pictures.Decode(Signage.PhotoOf(address));
            if (PosterPhoto.CodeOn(picture) != address)
            {
                unread.Add(address);
            }
        }

        unread.ShouldBeEmpty();
    }
}
