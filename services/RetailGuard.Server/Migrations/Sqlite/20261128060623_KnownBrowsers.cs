using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class KnownBrowsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(name: "BrowserHash", table: "Sessions", type: "BLOB", nullable: true);

            migrationBuilder.CreateIndex(name: "IX_Sessions_BrowserHash", table: "Sessions", column: "BrowserHash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Sessions_BrowserHash", table: "Sessions");

            migrationBuilder.DropColumn(name: "BrowserHash", table: "Sessions");
        }
    }
}
