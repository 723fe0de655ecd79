using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RetailGuard.Server.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Training : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(name: "OpenedWith", table: "Sessions", type: "text", nullable: false, defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "Stamp",
                table: "Sessions",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000")
            );

            migrationBuilder.AddColumn<Guid>(
                name: "Stamp",
                table: "Secrets",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000")
            );

            migrationBuilder.AddColumn<Guid>(name: "IssuedBy", table: "People", type: "uuid", nullable: true);

            migrationBuilder.CreateTable(
                name: "ExamTries",
                columns: table => new
                {
                    Tenant = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    CourseVersion = table.Column<string>(type: "text", nullable: false),
                    Right = table.Column<int>(type: "integer", nullable: false),
                    Of = table.Column<int>(type: "integer", nullable: false),
                    ValidUntil = table.Column<long>(type: "bigint", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey(
                        "PK_ExamTries",
                        x => new
                        {
                            x.Tenant,
                            x.PersonId,
                            x.Number,
                        }
                    );
                }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "ExamTries");

            migrationBuilder.DropColumn(name: "OpenedWith", table: "Sessions");

            migrationBuilder.DropColumn(name: "Stamp", table: "Sessions");

            migrationBuilder.DropColumn(name: "Stamp", table: "Secrets");

            migrationBuilder.DropColumn(name: "IssuedBy", table: "People");
        }
    }
}
