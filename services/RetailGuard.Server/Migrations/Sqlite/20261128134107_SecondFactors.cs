using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class SecondFactors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(name: "ChallengeHash", table: "Sessions", type: "BLOB", nullable: true);

            migrationBuilder.AddColumn<long>(name: "SecondFactorAt", table: "Sessions", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<long>(name: "LastStep", table: "Secrets", type: "INTEGER", nullable: false, defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "Passkeys",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    CredentialId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    PublicKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Host = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    UsedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SignCount = table.Column<uint>(type: "INTEGER", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Passkeys", x => new { x.Tenant, x.CredentialId });
                }
            );

            migrationBuilder.CreateTable(
                name: "RecoveryCodes",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "TEXT", nullable: false),
                    PersonId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CodeHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Salt = table.Column<byte[]>(type: "BLOB", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_RecoveryCodes",
                        x => new
                        {
                            x.Tenant,
                            x.PersonId,
                            x.CodeHash,
                        }
                    );
                }
            );

            migrationBuilder.CreateIndex(name: "IX_Sessions_ChallengeHash", table: "Sessions", column: "ChallengeHash", unique: true);

            migrationBuilder.CreateIndex(name: "IX_Passkeys_CredentialId", table: "Passkeys", column: "CredentialId", unique: true);

            migrationBuilder.CreateIndex(name: "IX_Passkeys_Tenant_PersonId", table: "Passkeys", columns: new[] { "Tenant", "PersonId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "Passkeys");

            migrationBuilder.DropTable(name: "RecoveryCodes");

            migrationBuilder.DropIndex(name: "IX_Sessions_ChallengeHash", table: "Sessions");

            migrationBuilder.DropColumn(name: "ChallengeHash", table: "Sessions");

            migrationBuilder.DropColumn(name: "SecondFactorAt", table: "Sessions");

            migrationBuilder.DropColumn(name: "LastStep", table: "Secrets");
        }
    }
}
