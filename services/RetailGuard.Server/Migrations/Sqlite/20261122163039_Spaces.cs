using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Spaces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Entries_Tenant_StoreId_ListVersion", table: "Entries");

            migrationBuilder.AddColumn<int>(name: "Shards", table: "StoreLists", type: "INTEGER", nullable: false, defaultValue: 1);

            migrationBuilder.AddColumn<int>(name: "Shard", table: "Entries", type: "INTEGER", nullable: true);

            migrationBuilder.CreateTable(
                name: "EntryTemplates",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Entry = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", nullable: false),
                    Sealed = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Form = table.Column<string>(type: "TEXT", nullable: false),
                    Refusal = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_EntryTemplates",
                        x => new
                        {
                            x.Tenant,
                            x.Entry,
                            x.Space,
                        }
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "TenantSpaces",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    Space = table.Column<string>(type: "TEXT", nullable: false),
                    Standing = table.Column<string>(type: "TEXT", nullable: false),
                    Asked = table.Column<string>(type: "TEXT", nullable: true),
                    AskedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AskedReason = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TenantSpaces", x => new { x.Tenant, x.Space });
                }
            );

            // What was there is carried over as it is; the server brings it into the new form when it has time.
            migrationBuilder.Sql(
                """
                INSERT INTO "EntryTemplates" ("Tenant", "Entry", "Space", "Sealed", "Form")
                SELECT "Tenant", "Id", "Space", "SealedTemplate", CASE WHEN "IsTransformed" THEN 'Transformed' ELSE 'Plain' END
                FROM "Entries" WHERE "SealedTemplate" IS NOT NULL
                """
            );

            // So far a store had one shard, and whoever was numbered was in it.
            migrationBuilder.Sql("""UPDATE "Entries" SET "Shard" = 0 WHERE "ListVersion" > 0""");

            migrationBuilder.DropColumn(name: "IsTransformed", table: "Entries");

            migrationBuilder.DropColumn(name: "SealedTemplate", table: "Entries");

            migrationBuilder.DropColumn(name: "Space", table: "Entries");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_Tenant_StoreId_Shard_ListVersion",
                table: "Entries",
                columns: new[] { "Tenant", "StoreId", "Shard", "ListVersion" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException(
                "Templates that are sealed for their space cannot be read by an earlier version: restore a backup."
            );
    }
}
