"""A shop on Django REST framework, described by drf-spectacular: view sets, pages, parsers and tokens."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER = tempfile.TemporaryDirectory()
settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(FOLDER.name) / "shop.sqlite"}
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "drf_spectacular",
    ],
    MEDIA_ROOT=FOLDER.name,
    MEDIA_URL="/media/",
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "PAGE_SIZE": 2,
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="for tests only",
    SPECTACULAR_SETTINGS={"TITLE": "DRF shop", "VERSION": "1.0.0", "COMPONENT_SPLIT_REQUEST": True},
    USE_TZ=True,
)

import django  # noqa: E402 - settings come first

django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from drf_spectacular.extensions import OpenApiAuthenticationExtension  # noqa: E402
from drf_spectacular.types import OpenApiTypes  # noqa: E402
from drf_spectacular.utils import (  # noqa: E402
    OpenApiParameter,
    PolymorphicProxySerializer,
    extend_schema,
    inline_serializer,
)
from drf_spectacular.views import SpectacularAPIView  # noqa: E402
from rest_framework import (  # noqa: E402
    authentication,
    exceptions,
    filters,
    pagination,
    parsers,
    permissions,
    routers,
    serializers,
    views,
    viewsets,
)
from rest_framework.decorators import action  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from servers.apps.serving import Store, serve  # noqa: E402


class TokenAuthentication(authentication.BaseAuthentication):
    """Tokens in the form of DRF, without their table."""

    def authenticate(self, request: Any) -> tuple[str, None] | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind not in ("Token", "Bearer"):
            return None
        if not token.startswith("token-"):
            raise exceptions.AuthenticationFailed("Invalid token.")
        return token.removeprefix("token-"), None

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "tokenAuth"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class Author(models.Model):
    name = models.CharField(max_length=40, unique=True)
    email = models.EmailField(blank=True)

    class Meta:
        app_label = "servers"


class Product(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"
        SOLD = "sold out", "Sold out"

    title = models.CharField(max_length=60)
    author = models.ForeignKey(
        Author, null=True, blank=True, on_delete=models.CASCADE, related_name="products"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    rating = models.IntegerField(choices=[(1, "bad"), (2, "good")], null=True, blank=True)
    price = models.DecimalField(max_digits=9, decimal_places=2)
    weight = models.FloatField(null=True, blank=True)
    released = models.DateTimeField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    opens = models.TimeField(null=True, blank=True)
    lasts = models.DurationField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    manual = models.FileField(null=True, blank=True, upload_to="manuals")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "servers"
        ordering = ("id",)


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ("id", "name", "email")


class ProductSerializer(serializers.ModelSerializer):
    tags = serializers.ListField(child=serializers.CharField(max_length=10), required=False, write_only=True)
    author_name = serializers.SerializerMethodField()
    label = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = (
            "id", "title", "author", "author_name", "status", "rating", "price", "weight", "released", "day",
            "opens", "lasts", "extra", "manual", "created", "tags", "label",
        )  # fmt: skip
        read_only_fields = ("created",)

    def get_author_name(self, product: Product) -> str | None:
        return product.author.name if product.author else None

    def get_label(self, product: Product) -> str:
        return f"{product.title} ({product.status})"

    def validate_title(self, title: str) -> str:
        if title == "forbidden":
            raise serializers.ValidationError("This title is not allowed.")
        return title

    def create(self, validated: dict[str, Any]) -> Any:
        store.see("create", tags=validated.pop("tags", None))
        return super().create(validated)

    def update(self, product: Product, validated: dict[str, Any]) -> Any:
        store.see("update", changes=sorted(validated))
        validated.pop("tags", None)
        return super().update(product, validated)


class ByOffset(pagination.LimitOffsetPagination):
    default_limit = 2


class ByCursor(pagination.CursorPagination):
    page_size = 2
    ordering = "id"


class Products(viewsets.ModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    filter_backends = (filters.SearchFilter, filters.OrderingFilter)
    search_fields = ("title",)
    ordering_fields = ("price", "title")

    @extend_schema(
        parameters=[
            OpenApiParameter("status", OpenApiTypes.STR, many=True, enum=Product.Status.values),
            OpenApiParameter("min_price", OpenApiTypes.DECIMAL),
            OpenApiParameter("since", OpenApiTypes.DATETIME),
            OpenApiParameter("ids", OpenApiTypes.INT, many=True, explode=False),
        ]
    )
    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        query = request.query_params
        store.see("list", **(query.dict() | {"status": query.getlist("status")}))
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        chosen = self.request.query_params.getlist("status")
        return self.queryset.filter(status__in=chosen) if chosen else self.queryset.all()

    @extend_schema(
        request=inline_serializer(
            "Publish", {"note": serializers.CharField(), "day": serializers.DateField()}
        )
    )
    @action(detail=True, methods=["post"])
    def publish(self, request: Any, pk: str) -> Response:
        store.see("publish", note=request.data["note"], day=request.data["day"])
        product = self.get_object()
        product.status = Product.Status.LIVE
        product.save()
        return Response(self.get_serializer(product).data)

    @extend_schema(
        request={"multipart/form-data": inline_serializer("Manual", {"manual": serializers.FileField()})}
    )
    @action(detail=True, methods=["put"], parser_classes=[parsers.MultiPartParser])
    def upload(self, request: Any, pk: str) -> Response:
        product = self.get_object()
        product.manual = request.data["manual"]
        product.save()
        return Response(self.get_serializer(product).data)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def download(self, request: Any, pk: str) -> HttpResponse:
        return HttpResponse(b"%PDF \xff", content_type="application/pdf")


class ProductsByOffset(viewsets.ReadOnlyModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    pagination_class = ByOffset


class ProductsByCursor(viewsets.ReadOnlyModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    pagination_class = ByCursor


class Authors(viewsets.ModelViewSet):
    queryset = Author.objects.order_by("id")
    serializer_class = AuthorSerializer
    pagination_class = None


class CardSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["card"])
    number = serializers.CharField(min_length=4)


class CashSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["cash"])
    amount = serializers.DecimalField(max_digits=6, decimal_places=2)


Payment = PolymorphicProxySerializer(
    "Payment", {"card": CardSerializer, "cash": CashSerializer}, resource_type_field_name="kind"
)


class Payments(views.APIView):
    @extend_schema(request=Payment, responses=Payment)
    def post(self, request: Any) -> Response:
        kinds: dict[str, Any] = {"card": CardSerializer, "cash": CashSerializer}
        serializer = kinds[request.data["kind"]](data=request.data)
        serializer.is_valid(raise_exception=True)
        store.see("pay", **serializer.data)
        return Response(serializer.data)


class LoginSerializer(serializers.Serializer):
    username = serializers.CharField()
    password = serializers.CharField(write_only=True, style={"input_type": "password"})
    token = serializers.CharField(read_only=True)


class Login(views.APIView):
    serializer_class = LoginSerializer

    def post(self, request: Any) -> Response:
        serializer = LoginSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data["password"] != "pass & word":
            raise serializers.ValidationError({"non_field_errors": ["Unable to log in."]})
        username = serializer.validated_data["username"]
        store.see("log_in", username=username)
        return Response({"username": username, "token": f"token-{username}"})


class Me(views.APIView):
    class IsKnown(permissions.BasePermission):
        def has_permission(self, request: Any, view: Any) -> bool:
            return isinstance(request.user, str)

    authentication_classes = (TokenAuthentication,)
    permission_classes = (IsKnown,)

    @extend_schema(responses=inline_serializer("Who", {"username": serializers.CharField()}))
    def get(self, request: Any) -> Response:
        store.see("who_am_i", username=request.user)
        return Response({"username": request.user})


class DatabaseStore(Store):
    """A store that holds the rows of the database."""

    def dump(self) -> bytes:
        for model in (Author, Product):
            rows = model.objects.values()
            self.held[model.__name__] = {str(row["id"]): row for row in rows}
        connection.close()
        return super().dump()

    def clear(self) -> None:
        super().clear()
        Product.objects.all().delete()
        Author.objects.all().delete()
        connection.close()


store = DatabaseStore()
router = routers.DefaultRouter()
router.register("products", Products)
router.register("products-by-offset", ProductsByOffset, "offset")
router.register("products-by-cursor", ProductsByCursor, "cursor")
router.register("authors", Authors)
urlpatterns = [
    path("api/", include(router.urls)),
    path("api/payments/", Payments.as_view()),
    path("api/login/", Login.as_view()),
    path("api/me/", Me.as_view()),
    path("schema/", SpectacularAPIView.as_view()),
]


def make_tables() -> None:
    with connection.schema_editor() as editor:
        for model in (Author, Product):
            editor.create_model(model)


def main() -> None:
    """Serve the app with an empty database."""
    make_tables()
    serve(get_asgi_application(), store)
