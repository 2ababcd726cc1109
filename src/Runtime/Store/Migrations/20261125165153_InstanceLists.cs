using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Masterplan.Runtime.Store.Migrations
{
    /// <inheritdoc />
    public partial class InstanceLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Instances_CreatedAt",
                table: "Instances");

            migrationBuilder.CreateIndex(
                name: "IX_Instances_List",
                table: "Instances",
                columns: new[] { "CreatedAt", "Id", "Status", "DefinitionId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Instances_List",
                table: "Instances");

            migrationBuilder.CreateIndex(
                name: "IX_Instances_CreatedAt",
                table: "Instances",
                column: "CreatedAt");
        }
    }
}
