using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Purges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(name: "EndedAt", table: "Entries", type: "bigint", nullable: true);

            migrationBuilder.AddColumn<long>(name: "HeldSince", table: "Entries", type: "bigint", nullable: true);

            migrationBuilder.CreateTable(
                name: "PurgeOrders",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: true),
                    Pictures = table.Column<string>(type: "text", nullable: false),
                    OrderedAt = table.Column<long>(type: "bigint", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PurgeOrders", x => new { x.Tenant, x.Id });
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "PurgeOrders");

            migrationBuilder.DropColumn(name: "EndedAt", table: "Entries");

            migrationBuilder.DropColumn(name: "HeldSince", table: "Entries");
        }
    }
}
