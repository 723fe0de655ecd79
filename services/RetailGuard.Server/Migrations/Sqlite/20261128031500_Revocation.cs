using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Revocation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(name: "ClosedAt", table: "Stores", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AccessStamp",
                table: "Sessions",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000")
            );

            migrationBuilder.AddColumn<long>(name: "EndsAt", table: "Sessions", type: "INTEGER", nullable: false, defaultValue: 0L);

            migrationBuilder.AddColumn<long>(name: "Turn", table: "Sessions", type: "INTEGER", nullable: false, defaultValue: 0L);

            // Who is signed in stays so until they have been idle once.
            migrationBuilder.Sql("""UPDATE "Sessions" SET "EndsAt" = "ExpiresAt" """);

            migrationBuilder.AddColumn<Guid>(
                name: "AccessStamp",
                table: "People",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000")
            );

            migrationBuilder.AddColumn<long>(name: "DisabledAt", table: "People", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "MadeBy", table: "PairingCodes", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<long>(name: "DisabledAt", table: "Cameras", type: "INTEGER", nullable: true);

            migrationBuilder.CreateTable(
                name: "ManagedChanges",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Subject = table.Column<Guid>(type: "TEXT", nullable: false),
                    Action = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ManagedChanges", x => new { x.Tenant, x.Id });
                }
            );

            migrationBuilder.CreateIndex(name: "IX_Sessions_TabletId_Turn", table: "Sessions", columns: new[] { "TabletId", "Turn" });

            migrationBuilder.CreateIndex(name: "IX_Devices_Id", table: "Devices", column: "Id", unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ManagedChanges_Tenant_Subject_At",
                table: "ManagedChanges",
                columns: new[] { "Tenant", "Subject", "At" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "ManagedChanges");

            migrationBuilder.DropIndex(name: "IX_Sessions_TabletId_Turn", table: "Sessions");

            migrationBuilder.DropIndex(name: "IX_Devices_Id", table: "Devices");

            migrationBuilder.DropColumn(name: "ClosedAt", table: "Stores");

            migrationBuilder.DropColumn(name: "AccessStamp", table: "Sessions");

            migrationBuilder.DropColumn(name: "EndsAt", table: "Sessions");

            migrationBuilder.DropColumn(name: "Turn", table: "Sessions");

            migrationBuilder.DropColumn(name: "AccessStamp", table: "People");

            migrationBuilder.DropColumn(name: "DisabledAt", table: "People");

            migrationBuilder.DropColumn(name: "MadeBy", table: "PairingCodes");

            migrationBuilder.DropColumn(name: "DisabledAt", table: "Cameras");
        }
    }
}
