using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Masterplan.Runtime.Store.Migrations
{
    /// <inheritdoc />
    public partial class Triggers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Instances_Status",
                table: "Instances");

            migrationBuilder.AddColumn<bool>(
                name: "IsIndexed",
                table: "Definitions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "Triggers",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    DefinitionId = table.Column<string>(type: "TEXT", nullable: false),
                    DefinitionVersionId = table.Column<string>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    ActivityId = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Payload = table.Column<string>(type: "TEXT", nullable: true),
                    Activation = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Triggers", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Instances_Running",
                table: "Instances",
                columns: new[] { "DefinitionId", "CorrelationId" },
                filter: "\"Status\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_Bookmarks_HttpEndpoint",
                table: "Bookmarks",
                column: "Name",
                filter: "\"Name\" = 'Elsa.HttpEndpoint'");

            migrationBuilder.CreateIndex(
                name: "IX_Triggers_DefinitionId",
                table: "Triggers",
                column: "DefinitionId");

            migrationBuilder.CreateIndex(
                name: "IX_Triggers_DueAt",
                table: "Triggers",
                column: "DueAt",
                filter: "\"DueAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Triggers_Hash_Name",
                table: "Triggers",
                columns: new[] { "Hash", "Name" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Triggers");

            migrationBuilder.DropIndex(
                name: "IX_Instances_Running",
                table: "Instances");

            migrationBuilder.DropIndex(
                name: "IX_Bookmarks_HttpEndpoint",
                table: "Bookmarks");

            migrationBuilder.DropColumn(
                name: "IsIndexed",
                table: "Definitions");

            migrationBuilder.CreateIndex(
                name: "IX_Instances_Status",
                table: "Instances",
                column: "Status",
                filter: "\"Status\" = 0");
        }
    }
}
