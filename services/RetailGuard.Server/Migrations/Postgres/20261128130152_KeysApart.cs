using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class KeysApart : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<byte[]>(
                name: "SealedKey",
                table: "Volunteers",
                type: "bytea",
                nullable: true,
                oldClrType: typeof(byte[]),
                oldType: "bytea"
            );

            migrationBuilder.AddColumn<Guid>(name: "KeyId", table: "Volunteers", type: "uuid", nullable: true);

            migrationBuilder.AddColumn<long>(name: "Revision", table: "Volunteers", type: "bigint", nullable: false, defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(name: "KeyId", table: "Entries", type: "uuid", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "KeyId", table: "Alerts", type: "uuid", nullable: true);

            migrationBuilder.CreateTable(
                name: "KeyStore",
                columns: table => new { Id = table.Column<Guid>(type: "uuid", nullable: false) },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeyStore", x => x.Id);
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "KeyStore");

            migrationBuilder.DropColumn(name: "KeyId", table: "Volunteers");

            migrationBuilder.DropColumn(name: "Revision", table: "Volunteers");

            migrationBuilder.DropColumn(name: "KeyId", table: "Entries");

            migrationBuilder.DropColumn(name: "KeyId", table: "Alerts");

            migrationBuilder.AlterColumn<byte[]>(
                name: "SealedKey",
                table: "Volunteers",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0],
                oldClrType: typeof(byte[]),
                oldType: "bytea",
                oldNullable: true
            );
        }
    }
}
